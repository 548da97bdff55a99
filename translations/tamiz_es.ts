<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en_US">
<context>
    <name>Convert</name>
    <message>
        <source>queued</source>
        <translation>en cola</translation>
    </message>
    <message>
        <source>running</source>
        <translation>en marcha</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>en pausa</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>deteniéndose</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>terminada</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>detenida</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fallida</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>interrumpida</translation>
    </message>
    <message>
        <source>loading</source>
        <translation>cargando</translation>
    </message>
    <message>
        <source>tokenising</source>
        <translation>tokenizando</translation>
    </message>
    <message>
        <source>training</source>
        <translation>entrenando</translation>
    </message>
    <message>
        <source>evaluating</source>
        <translation>evaluando</translation>
    </message>
    <message>
        <source>saving</source>
        <translation>guardando</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 d %2 h</translation>
    </message>
</context>
<context>
    <name>RunPlots</name>
    <message>
        <source>training</source>
        <translation>entrenamiento</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>validación</translation>
    </message>
    <message>
        <source>test</source>
        <translation>prueba</translation>
    </message>
    <message>
        <source>test without punctuation</source>
        <translation>prueba sin puntuación</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>exactitud</translation>
    </message>
    <message>
        <source>macro-F1</source>
        <translation>macro-F1</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Pérdida</translation>
    </message>
    <message>
        <source>Task metrics</source>
        <translation>Métricas de la tarea</translation>
    </message>
    <message>
        <source>Loss per token class</source>
        <translation>Pérdida por clase de tokens</translation>
    </message>
    <message>
        <source>Accuracy per token class</source>
        <translation>Exactitud por clase de tokens</translation>
    </message>
    <message>
        <source>Forgetting</source>
        <translation>Olvido</translation>
    </message>
    <message>
        <source>Forgetting per token class</source>
        <translation>Olvido por clase de tokens</translation>
    </message>
    <message>
        <source>Reliance per token class (accuracy)</source>
        <translation>Dependencia por clase de tokens (exactitud)</translation>
    </message>
    <message>
        <source>Reliance per token class (loss)</source>
        <translation>Dependencia por clase de tokens (pérdida)</translation>
    </message>
    <message>
        <source>Loss on reference texts</source>
        <translation>Pérdida en los textos de referencia</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Tasa de aprendizaje</translation>
    </message>
    <message>
        <source>Throughput</source>
        <translation>Rendimiento</translation>
    </message>
    <message>
        <source>Gradient norm</source>
        <translation>Norma del gradiente</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Memoria</translation>
    </message>
    <message>
        <source>Other metrics</source>
        <translation>Otras métricas</translation>
    </message>
    <message>
        <source>nats</source>
        <translation>nats</translation>
    </message>
    <message>
        <source>share</source>
        <translation>proporción</translation>
    </message>
    <message>
        <source>rise (nats)</source>
        <translation>aumento (nats)</translation>
    </message>
    <message>
        <source>share lost</source>
        <translation>proporción perdida</translation>
    </message>
    <message>
        <source>per step</source>
        <translation>por paso</translation>
    </message>
    <message>
        <source>tokens/s</source>
        <translation>tokens/s</translation>
    </message>
    <message>
        <source>L2 norm</source>
        <translation>norma L2</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>MB</translation>
    </message>
    <message>
        <source>Measured at each evaluation when the recipe names reference texts.</source>
        <translation>Se mide en cada evaluación si la receta indica textos de referencia.</translation>
    </message>
    <message>
        <source>Measured at each evaluation when the recipe has token classes.</source>
        <translation>Se mide en cada evaluación si la receta tiene clases de tokens.</translation>
    </message>
    <message>
        <source>Points appear with the first training steps.</source>
        <translation>Los puntos aparecen con los primeros pasos de entrenamiento.</translation>
    </message>
    <message>
        <source>all texts</source>
        <translation>todos los textos</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::PlotToolbar</name>
    <message>
        <source>X axis</source>
        <translation>Eje X</translation>
    </message>
    <message>
        <source>X axis of all plots</source>
        <translation>Eje X de todas las gráficas</translation>
    </message>
    <message>
        <source>What the plots share as x axis; tokens count real ones, never padding</source>
        <translation>El eje X común de las gráficas; los tokens son reales, nunca de relleno</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Paso</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>Época</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Tiempo</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>Suavizado</translation>
    </message>
    <message>
        <source>Smoothing of noisy curves</source>
        <translation>Suavizado de las curvas con ruido</translation>
    </message>
    <message>
        <source>Draws a moving average over the raw training curves; evaluations stay as measured</source>
        <translation>Dibuja una media móvil sobre las curvas de entrenamiento; las evaluaciones quedan como se midieron</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>Logarithmic scale</source>
        <translation>Escala logarítmica</translation>
    </message>
    <message>
        <source>Logarithmic value axis; values of zero and below are left out</source>
        <translation>Eje de valores logarítmico; se omiten los valores de cero o menos</translation>
    </message>
    <message>
        <source>Clip</source>
        <translation>Recortar</translation>
    </message>
    <message>
        <source>Clip outliers</source>
        <translation>Recortar valores atípicos</translation>
    </message>
    <message>
        <source>Fits the value axis to the middle 98 % of the points; nothing is lost, a few points lie outside</source>
        <translation>Ajusta el eje de valores al 98 % central de los puntos; nada se pierde, unos pocos puntos quedan fuera</translation>
    </message>
    <message>
        <source>Reset view</source>
        <translation>Restablecer la vista</translation>
    </message>
    <message>
        <source>Shows all points and follows new ones; so does a double click</source>
        <translation>Muestra todos los puntos y sigue los nuevos; un doble clic hace lo mismo</translation>
    </message>
    <message>
        <source>Plots</source>
        <translation>Gráficas</translation>
    </message>
    <message>
        <source>Which plots are shown; hidden ones cost no time</source>
        <translation>Qué gráficas se muestran; las ocultas no cuestan tiempo</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportar</translation>
    </message>
    <message>
        <source>Saves every plot in sight to a folder</source>
        <translation>Guarda en una carpeta todas las gráficas a la vista</translation>
    </message>
    <message>
        <source>Images (PNG)…</source>
        <translation>Imágenes (PNG)…</translation>
    </message>
    <message>
        <source>Drawings (SVG)…</source>
        <translation>Dibujos (SVG)…</translation>
    </message>
    <message>
        <source>Documents (PDF)…</source>
        <translation>Documentos (PDF)…</translation>
    </message>
    <message>
        <source>Values (CSV)…</source>
        <translation>Valores (CSV)…</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::RunActions</name>
    <message>
        <source>Take out of the archive</source>
        <translation>Sacar del archivo</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Archivar</translation>
    </message>
    <message>
        <source>Start now</source>
        <translation>Iniciar ahora</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Reanudar</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausar</translation>
    </message>
    <message>
        <source>Holds the run after the current step; the model stays in memory, so going on costs nothing</source>
        <translation>Detiene la ejecución tras el paso actual; el modelo sigue en memoria, así que continuar no cuesta nada</translation>
    </message>
    <message>
        <source>Goes on where the run was held, or from its last checkpoint; steps after that checkpoint are trained again</source>
        <translation>Continúa donde se pausó o desde el último punto de control; los pasos posteriores a este se repiten</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Ends the run after the current step and keeps a checkpoint, from which it can be resumed</source>
        <translation>Termina la ejecución tras el paso actual y conserva un punto de control desde el que se puede reanudar</translation>
    </message>
    <message>
        <source>Checkpoint now</source>
        <translation>Guardar punto</translation>
    </message>
    <message>
        <source>Writes weights and optimiser state to the run folder after the current step; takes about as long as the disk needs</source>
        <translation>Escribe un punto de control (pesos y estado del optimizador) en la carpeta de la ejecución tras el paso actual; tarda lo que tarde el disco</translation>
    </message>
    <message>
        <source>Export adapter…</source>
        <translation>Exportar adaptador…</translation>
    </message>
    <message>
        <source>Writes the adapter for other tools, reads it back and compares; available when the run has finished</source>
        <translation>Escribe el adaptador para otros programas, lo vuelve a leer y compara; disponible cuando la ejecución ha terminado</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Cambiar nombre</translation>
    </message>
    <message>
        <source>Changes the run&apos;s name; its folder keeps its own</source>
        <translation>Cambia el nombre de la ejecución; su carpeta conserva el suyo</translation>
    </message>
    <message>
        <source>Hides the selected runs from the list; nothing is deleted</source>
        <translation>Oculta de la lista las ejecuciones seleccionadas; no se borra nada</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Eliminar…</translation>
    </message>
    <message>
        <source>Deletes the selected runs and their recorded metrics; asks first</source>
        <translation>Elimina las ejecuciones seleccionadas y sus métricas; pregunta antes</translation>
    </message>
    <message>
        <source>Delete runs</source>
        <translation>Eliminar ejecuciones</translation>
    </message>
    <message>
        <source>Delete the run “%1”?</source>
        <translation>¿Eliminar la ejecución «%1»?</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n runs?</source>
        <translation>
            <numerusform>¿Eliminar %n ejecución?</numerusform>
            <numerusform>¿Eliminar %n ejecuciones?</numerusform>
        </translation>
    </message>
    <message>
        <source>Its curves and log are removed from the list for good.</source>
        <translation>Sus curvas y su registro se quitan de la lista para siempre.</translation>
    </message>
    <message>
        <source>Delete checkpoints and exports on the disk as well</source>
        <translation>Eliminar también del disco los puntos de control y las exportaciones</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Eliminar</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::RunController</name>
    <message>
        <source>Starting the run</source>
        <translation>Iniciar la ejecución</translation>
    </message>
    <message>
        <source>Queueing</source>
        <translation>Poner en cola</translation>
    </message>
    <message>
        <source>Pausing the run</source>
        <translation>Pausar la ejecución</translation>
    </message>
    <message>
        <source>Resuming the run</source>
        <translation>Reanudar la ejecución</translation>
    </message>
    <message>
        <source>Stopping the run</source>
        <translation>Detener la ejecución</translation>
    </message>
    <message>
        <source>Writing a checkpoint</source>
        <translation>Escribir un punto de control</translation>
    </message>
    <message>
        <source>Renaming the run</source>
        <translation>Cambiar el nombre de la ejecución</translation>
    </message>
    <message>
        <source>Changing the group</source>
        <translation>Cambiar el grupo</translation>
    </message>
    <message>
        <source>Changing the tags</source>
        <translation>Cambiar las etiquetas</translation>
    </message>
    <message>
        <source>Changing the notes</source>
        <translation>Cambiar las notas</translation>
    </message>
    <message>
        <source>Archiving the run</source>
        <translation>Archivar la ejecución</translation>
    </message>
    <message>
        <source>Taking the run out of the archive</source>
        <translation>Sacar la ejecución del archivo</translation>
    </message>
    <message>
        <source>Deleting the run</source>
        <translation>Eliminar la ejecución</translation>
    </message>
    <message>
        <source>Reading the runs</source>
        <translation>Leer las ejecuciones</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::RunDetails</name>
    <message>
        <source>Group</source>
        <translation>Grupo</translation>
    </message>
    <message>
        <source>Group of the run</source>
        <translation>Grupo de la ejecución</translation>
    </message>
    <message>
        <source>Runs of one experiment share a group; the list can be filtered by it</source>
        <translation>Las ejecuciones de un experimento comparten grupo; la lista se puede filtrar por él</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Etiquetas</translation>
    </message>
    <message>
        <source>Tags of the run, separated by commas</source>
        <translation>Etiquetas de la ejecución, separadas por comas</translation>
    </message>
    <message>
        <source>Separated by commas; the list can be filtered by them</source>
        <translation>Separadas por comas; la lista se puede filtrar por ellas</translation>
    </message>
    <message>
        <source>e.g. baseline, spanish</source>
        <translation>p. ej. base, español</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notas</translation>
    </message>
    <message>
        <source>Notes on the run</source>
        <translation>Notas sobre la ejecución</translation>
    </message>
    <message>
        <source>Kept with the run; the search finds them</source>
        <translation>Se guardan con la ejecución; la búsqueda las encuentra</translation>
    </message>
    <message>
        <source>What was tried, what was seen</source>
        <translation>Qué se probó, qué se vio</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Carpeta</translation>
    </message>
    <message>
        <source>Folder of the run</source>
        <translation>Carpeta de la ejecución</translation>
    </message>
    <message>
        <source>Recipe, events, log and checkpoints of the run</source>
        <translation>Receta, sucesos, registro y puntos de control de la ejecución</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Shows the folder in the file manager</source>
        <translation>Muestra la carpeta en el gestor de archivos</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::RunHeader</name>
    <message>
        <source>Progress of the run</source>
        <translation>Progreso de la ejecución</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>Paso %1 de %2</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>quedan %1</translation>
    </message>
    <message>
        <source>%1 tokens/s</source>
        <translation>%1 tokens/s</translation>
    </message>
    <message>
        <source>took %1</source>
        <translation>tardó %1</translation>
    </message>
    <message>
        <source>ended %1</source>
        <translation>terminó: %1</translation>
    </message>
    <message>
        <source>created %1</source>
        <translation>creada: %1</translation>
    </message>
    <message>
        <source>group %1</source>
        <translation>grupo %1</translation>
    </message>
    <message>
        <source>The run failed; the log below says how far it came.</source>
        <translation>La ejecución falló; el registro de abajo dice hasta dónde llegó.</translation>
    </message>
    <message>
        <source>Interrupted at step %1: the program that trained it ended. “Resume” goes on from the last checkpoint.</source>
        <translation>Interrumpida en el paso %1: el programa que la entrenaba terminó. «Reanudar» continúa desde el último punto de control.</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::RunListPanel</name>
    <message>
        <source>Group</source>
        <translation>Grupo</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Etiqueta</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n en espera</numerusform>
            <numerusform>%n en espera</numerusform>
        </translation>
    </message>
    <message>
        <source>Search name, group, tags, notes</source>
        <translation>Buscar en nombre, grupo, etiquetas, notas</translation>
    </message>
    <message>
        <source>Search runs</source>
        <translation>Buscar ejecuciones</translation>
    </message>
    <message>
        <source>Shows the runs in which every word occurs</source>
        <translation>Muestra las ejecuciones en las que aparece cada palabra</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Activas</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Terminadas</translation>
    </message>
    <message>
        <source>Can be resumed</source>
        <translation>Reanudables</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fallidas</translation>
    </message>
    <message>
        <source>Filter by state</source>
        <translation>Filtrar por estado</translation>
    </message>
    <message>
        <source>Shows runs in some states only</source>
        <translation>Muestra solo las ejecuciones en ciertos estados</translation>
    </message>
    <message>
        <source>Filter by group</source>
        <translation>Filtrar por grupo</translation>
    </message>
    <message>
        <source>Shows the runs of one group only</source>
        <translation>Muestra solo las ejecuciones de un grupo</translation>
    </message>
    <message>
        <source>Filter by tag</source>
        <translation>Filtrar por etiqueta</translation>
    </message>
    <message>
        <source>Shows the runs with one tag only</source>
        <translation>Muestra solo las ejecuciones con una etiqueta</translation>
    </message>
    <message>
        <source>Archived too</source>
        <translation>Ver archivadas</translation>
    </message>
    <message>
        <source>Lists archived runs as well</source>
        <translation>Muestra también las ejecuciones archivadas</translation>
    </message>
    <message>
        <source>Hold queue</source>
        <translation>Retener cola</translation>
    </message>
    <message>
        <source>The running run goes on, but no waiting run starts by itself</source>
        <translation>La ejecución en marcha continúa, pero ninguna en espera empieza por sí sola</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Ejecuciones</translation>
    </message>
    <message>
        <source>No run matches</source>
        <translation>Ninguna ejecución coincide</translation>
    </message>
    <message>
        <source>Change the search or the filters above.</source>
        <translation>Cambie la búsqueda o los filtros de arriba.</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>Quitar filtros</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::RunLiveView</name>
    <message>
        <source>Reading the run</source>
        <translation>Leer la ejecución</translation>
    </message>
    <message>
        <source>Save the plots to a folder</source>
        <translation>Guardar las gráficas en una carpeta</translation>
    </message>
    <message>
        <source>Saving the plots</source>
        <translation>Guardar las gráficas</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Registro</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Detalles</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Receta</translation>
    </message>
    <message>
        <source>What the run reported in words</source>
        <translation>Lo que la ejecución ha contado con palabras</translation>
    </message>
    <message>
        <source>Group, tags and notes; where the folder is</source>
        <translation>Grupo, etiquetas y notas; dónde está la carpeta</translation>
    </message>
    <message>
        <source>Every setting of the run, as it was resolved</source>
        <translation>Todos los ajustes de la ejecución, tal como se resolvieron</translation>
    </message>
    <message>
        <source>Recipe of the run</source>
        <translation>Receta de la ejecución</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::RunLogView</name>
    <message>
        <source>[error] </source>
        <translation>[error] </translation>
    </message>
    <message>
        <source>[warning] </source>
        <translation>[aviso] </translation>
    </message>
    <message>
        <source>Log of the run</source>
        <translation>Registro de la ejecución</translation>
    </message>
    <message>
        <source>The newest lines; log.txt in the run folder has all of them</source>
        <translation>Las líneas más recientes; log.txt, en la carpeta de la ejecución, las tiene todas</translation>
    </message>
    <message numerus="yes">
        <source>%n earlier line(s) are only in log.txt of the run folder.</source>
        <translation>
            <numerusform>%n línea anterior está solo en log.txt, en la carpeta de la ejecución.</numerusform>
            <numerusform>%n líneas anteriores están solo en log.txt, en la carpeta de la ejecución.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tamiz::ui::RunTableModel</name>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Paso</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Pérdida</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Grupo</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Etiquetas</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Creada</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Duración</translation>
    </message>
    <message>
        <source>Recent losses in nats; lower is better</source>
        <translation>Pérdidas recientes en nats; menos es mejor</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::RunsPage</name>
    <message>
        <source>Runs</source>
        <translation>Ejecuciones</translation>
    </message>
    <message>
        <source>What is happening: the list of runs and the curves of one</source>
        <translation>Qué está pasando: la lista de ejecuciones y las curvas de una</translation>
    </message>
    <message>
        <source>Find a run</source>
        <translation>Buscar una ejecución</translation>
    </message>
    <message>
        <source>Goes to the search field of the list</source>
        <translation>Va al campo de búsqueda de la lista</translation>
    </message>
    <message>
        <source>The runs could not be opened</source>
        <translation>No se pudieron abrir las ejecuciones</translation>
    </message>
    <message>
        <source>No runs yet</source>
        <translation>Aún no hay ejecuciones</translation>
    </message>
    <message>
        <source>Design an experiment and press Start, or let the demo show a first run with the bundled model and data.</source>
        <translation>Diseñe un experimento y pulse Iniciar, o deje que la demostración muestre una primera ejecución con el modelo y los datos incluidos.</translation>
    </message>
    <message>
        <source>New experiment</source>
        <translation>Nuevo experimento</translation>
    </message>
    <message>
        <source>Opens the designer; nothing runs before you press Start</source>
        <translation>Abre el diseñador; nada se ejecuta hasta que pulse Iniciar</translation>
    </message>
    <message>
        <source>Start the demo</source>
        <translation>Iniciar la demostración</translation>
    </message>
    <message>
        <source>Trains the bundled model on the bundled data; a few minutes on two cores</source>
        <translation>Entrena el modelo incluido con los datos incluidos; unos minutos con dos núcleos</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::StateBadge</name>
    <message>
        <source>State: %1</source>
        <translation>Estado: %1</translation>
    </message>
</context>
</TS>
