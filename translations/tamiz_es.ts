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
    <name>Data</name>
    <message>
        <source>the same text as %1, with another label</source>
        <translation>el mismo texto que %1, con otra etiqueta</translation>
    </message>
    <message>
        <source>the same text as %1</source>
        <translation>el mismo texto que %1</translation>
    </message>
    <message>
        <source>a text in two splits inflates the result</source>
        <translation>un texto en dos particiones infla el resultado</translation>
    </message>
    <message>
        <source>label &apos;%1&apos; has a single row</source>
        <translation>la etiqueta «%1» tiene una sola fila</translation>
    </message>
    <message>
        <source>%1 more problems like these</source>
        <translation>%1 problemas más como estos</translation>
    </message>
    <message>
        <source>tokenised rows cannot be kept there, memory holds them: %1</source>
        <translation>las filas tokenizadas no se pueden guardar ahí, quedan en memoria: %1</translation>
    </message>
    <message>
        <source>%1 rows of the %2 data are in the training data too</source>
        <translation>%1 filas de los datos de %2 están también en los de entrenamiento</translation>
    </message>
    <message>
        <source>Remove them from one of the two</source>
        <translation>Quítalas de uno de los dos</translation>
    </message>
</context>
<context>
    <name>ErrorDialog</name>
    <message>
        <source>Details</source>
        <translation>Detalles</translation>
    </message>
    <message>
        <source>Shows file, place and value</source>
        <translation>Muestra el archivo, el lugar y el valor</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Copies the details, for a report or a search</source>
        <translation>Copia los detalles, para un informe o una búsqueda</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>This cannot be done with these settings</source>
        <translation>No se puede hacer con estos ajustes</translation>
    </message>
    <message>
        <source>The file or recipe holds something wrong</source>
        <translation>El archivo o la receta contiene algo incorrecto</translation>
    </message>
    <message>
        <source>Something that is needed is not there</source>
        <translation>Falta algo que hace falta</translation>
    </message>
    <message>
        <source>Reading or writing failed</source>
        <translation>No se pudo leer o escribir</translation>
    </message>
    <message>
        <source>The disk is full</source>
        <translation>El disco está lleno</translation>
    </message>
    <message>
        <source>This version cannot handle that yet</source>
        <translation>Esta versión todavía no lo admite</translation>
    </message>
    <message>
        <source>Two things that belong together disagree</source>
        <translation>Dos cosas que deberían coincidir no coinciden</translation>
    </message>
    <message>
        <source>Training diverged: a value became infinite</source>
        <translation>El entrenamiento divergió: un valor se hizo infinito</translation>
    </message>
    <message>
        <source>Stopped on request</source>
        <translation>Detenida a petición</translation>
    </message>
    <message>
        <source>Another program is using it right now</source>
        <translation>Otro programa lo está usando en este momento</translation>
    </message>
    <message>
        <source>There is not enough memory</source>
        <translation>No hay memoria suficiente</translation>
    </message>
    <message>
        <source>Something unexpected went wrong</source>
        <translation>Ha ocurrido un error inesperado</translation>
    </message>
</context>
<context>
    <name>InfoDialog</name>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Copies everything shown here, for a report</source>
        <translation>Copia todo lo que se ve aquí, para un informe</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
</context>
<context>
    <name>MachineText</name>
    <message>
        <source>reference BLAS</source>
        <translation>BLAS de referencia</translation>
    </message>
    <message>
        <source>unknown BLAS</source>
        <translation>BLAS desconocida</translation>
    </message>
    <message numerus="yes">
        <source>%n thread(s)</source>
        <translation>
            <numerusform>%n hilo</numerusform>
            <numerusform>%n hilos</numerusform>
        </translation>
    </message>
    <message>
        <source>The reference BLAS is in use: training is some 25 times slower than it could be. Install the package libopenblas0-openmp and start the studio again.</source>
        <translation>Se está usando la BLAS de referencia: el entrenamiento es unas 25 veces más lento de lo posible. Instala el paquete libopenblas0-openmp y vuelva a abrir el estudio.</translation>
    </message>
    <message>
        <source>OpenBLAS with threads of its own is in use: training is 2 to 3 times slower than with the package libopenblas0-openmp.</source>
        <translation>Se está usando OpenBLAS con hilos propios: el entrenamiento es de 2 a 3 veces más lento que con el paquete libopenblas0-openmp.</translation>
    </message>
    <message>
        <source>Linear algebra</source>
        <translation>Álgebra lineal</translation>
    </message>
    <message>
        <source>Vector instructions</source>
        <translation>Instrucciones vectoriales</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>%1, %2 of memory</source>
        <translation>%1, %2 de memoria</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Hilos</translation>
    </message>
</context>
<context>
    <name>Model</name>
    <message>
        <source>the adapter&apos;s base model is not at &apos;%1&apos;</source>
        <translation>el modelo base del adaptador no está en «%1»</translation>
    </message>
    <message>
        <source>Choose the base model yourself where the adapter is used</source>
        <translation>Elige tú el modelo base donde se use el adaptador</translation>
    </message>
    <message>
        <source>tensor &apos;%1&apos; has the shape %2, %3 was expected</source>
        <translation>el tensor «%1» tiene la forma %2; se esperaba %3</translation>
    </message>
    <message>
        <source>no tokenizer: %1</source>
        <translation>sin tokenizador: %1</translation>
    </message>
    <message>
        <source>the tokenizer has %1 tokens, the model only %2</source>
        <translation>el tokenizador tiene %1 tokens; el modelo, solo %2</translation>
    </message>
    <message>
        <source>%1 tensors are missing, first &apos;%2&apos;</source>
        <translation>faltan %1 tensores, el primero «%2»</translation>
    </message>
    <message>
        <source>A head can be trained anew; a body cannot do without</source>
        <translation>Una cabeza se puede entrenar de nuevo; un cuerpo no puede faltar</translation>
    </message>
    <message>
        <source>new weights, to be trained: %1</source>
        <translation>pesos nuevos, por entrenar: %1</translation>
    </message>
    <message>
        <source>tensors that this model does not use: %1</source>
        <translation>tensores que este modelo no usa: %1</translation>
    </message>
    <message>
        <source>the model has no head for its vocabulary: forgetting cannot be measured</source>
        <translation>el modelo no tiene cabeza para su vocabulario: no se puede medir el olvido</translation>
    </message>
</context>
<context>
    <name>ModelFacts</name>
    <message>
        <source>classification</source>
        <translation>clasificación</translation>
    </message>
    <message>
        <source>tagging of tokens</source>
        <translation>etiquetado de tokens</translation>
    </message>
    <message>
        <source>masked words</source>
        <translation>palabras enmascaradas</translation>
    </message>
    <message>
        <source>next token</source>
        <translation>token siguiente</translation>
    </message>
    <message>
        <source>question answering</source>
        <translation>respuesta a preguntas</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguna</translation>
    </message>
    <message>
        <source>%1, new: it starts at random</source>
        <translation>%1, nueva: empieza al azar</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1, %2 for keys and values</source>
        <translation>%1, %2 para claves y valores</translation>
    </message>
    <message>
        <source>%1, in each of %2 experts</source>
        <translation>%1, en cada uno de %2 expertos</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>Modelo base</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Tarea</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parámetros</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>Rango</translation>
    </message>
    <message>
        <source>Width of the update; more learns more and costs more</source>
        <translation>Anchura de la actualización; con más aprende más y cuesta más</translation>
    </message>
    <message>
        <source>Alpha</source>
        <translation>Alfa</translation>
    </message>
    <message>
        <source>The update is multiplied by alpha divided by the rank</source>
        <translation>La actualización se multiplica por alfa dividido por el rango</translation>
    </message>
    <message>
        <source>Adapted parts</source>
        <translation>Partes adaptadas</translation>
    </message>
    <message>
        <source>%1, head tied to it</source>
        <translation>%1, con la cabeza unida</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>Arquitectura</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>Cabeza</translation>
    </message>
    <message>
        <source>Embeddings %1, each layer %2, head %3</source>
        <translation>Incrustaciones %1, cada capa %2, cabeza %3</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Capas</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Anchura</translation>
    </message>
    <message>
        <source>Numbers that stand for a token between two layers</source>
        <translation>Números que representan un token entre dos capas</translation>
    </message>
    <message>
        <source>Feed-forward width</source>
        <translation>Anchura intermedia</translation>
    </message>
    <message>
        <source>Attention heads</source>
        <translation>Cabezas de atención</translation>
    </message>
    <message>
        <source>Longest text</source>
        <translation>Texto más largo</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 tokens</translation>
    </message>
    <message>
        <source>Vocabulary</source>
        <translation>Vocabulario</translation>
    </message>
    <message>
        <source>Rows of the word embedding; a tied head shares its weights</source>
        <translation>Filas de los embeddings de palabras; una cabeza unida comparte sus pesos</translation>
    </message>
    <message>
        <source>Tokenizer</source>
        <translation>Tokenizador</translation>
    </message>
    <message>
        <source>none found</source>
        <translation>no se encontró</translation>
    </message>
    <message>
        <source>%1, %2 tokens</source>
        <translation>%1, %2 tokens</translation>
    </message>
    <message>
        <source>Adapter of rank %1 · %2 parameters · %3</source>
        <translation>Adaptador de rango %1 · %2 parámetros · %3</translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n layer(s) · %2 parameters · %3</source>
        <translation>
            <numerusform>%1 · %n capa · %2 parámetros · %3</numerusform>
            <numerusform>%1 · %n capas · %2 parámetros · %3</numerusform>
        </translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Pesos</translation>
    </message>
    <message>
        <source>%1, %2 on disk</source>
        <translation>%1, %2 en disco</translation>
    </message>
    <message>
        <source>How the files keep them; training computes in f32 or bf16</source>
        <translation>Como los guardan los archivos; el entrenamiento calcula en f32 o bf16</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licencia</translation>
    </message>
    <message>
        <source>the folder states none</source>
        <translation>la carpeta no la indica</translation>
    </message>
    <message>
        <source>From the model card, config.json or a LICENSE file</source>
        <translation>De la ficha del modelo, config.json o un archivo LICENSE</translation>
    </message>
</context>
<context>
    <name>PlotFrame</name>
    <message>
        <source>Scale and export of this plot</source>
        <translation>Escala y exportación de este gráfico</translation>
    </message>
    <message>
        <source>Plot menu: %1</source>
        <translation>Menú del gráfico: %1</translation>
    </message>
    <message>
        <source>Export as %1…</source>
        <translation>Exportar como %1…</translation>
    </message>
</context>
<context>
    <name>Recipe</name>
    <message>
        <source>Did you mean &apos;%1&apos;?</source>
        <translation>¿Querías decir «%1»?</translation>
    </message>
    <message>
        <source>Known: %1</source>
        <translation>Conocidos: %1</translation>
    </message>
    <message>
        <source>above %1</source>
        <translation>mayor que %1</translation>
    </message>
    <message>
        <source>at least %1</source>
        <translation>al menos %1</translation>
    </message>
    <message>
        <source>below %1</source>
        <translation>menor que %1</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>como mucho %1</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1 y %2</translation>
    </message>
    <message>
        <source>a finite number</source>
        <translation>un número finito</translation>
    </message>
    <message>
        <source>must be %1, is %2</source>
        <translation>debe ser %1; es %2</translation>
    </message>
    <message>
        <source>unknown value &apos;%1&apos;</source>
        <translation>valor desconocido «%1»</translation>
    </message>
    <message>
        <source>a section (key: value lines)</source>
        <translation>una sección (líneas clave: valor)</translation>
    </message>
    <message>
        <source>expected %1, found %2</source>
        <translation>se esperaba %1; hay %2</translation>
    </message>
    <message>
        <source>unknown key %1</source>
        <translation>clave desconocida %1</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true o false</translation>
    </message>
    <message>
        <source>a whole number, 0 or more</source>
        <translation>un número entero, 0 o mayor</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>un número entero</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>un número</translation>
    </message>
    <message>
        <source>text</source>
        <translation>texto</translation>
    </message>
    <message>
        <source>one of %1</source>
        <translation>uno de %1</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>una lista</translation>
    </message>
    <message>
        <source>an entry</source>
        <translation>una entrada</translation>
    </message>
    <message>
        <source>a path, or a section with &apos;path&apos;</source>
        <translation>una ruta, o una sección con «path»</translation>
    </message>
    <message>
        <source>a number of layers from 0 to %1</source>
        <translation>un número de capas de 0 a %1</translation>
    </message>
    <message>
        <source>none, a number of layers, or a list</source>
        <translation>none, un número de capas o una lista</translation>
    </message>
    <message>
        <source>&apos;embeddings&apos;, a layer from 0 to %1, or a range such as 0-5</source>
        <translation>«embeddings», una capa de 0 a %1 o un rango como 0-5</translation>
    </message>
    <message>
        <source>no base model is given</source>
        <translation>no se indica un modelo base</translation>
    </message>
    <message>
        <source>Give a folder in Hugging Face layout, or &apos;bundled&apos;</source>
        <translation>Indica una carpeta con la estructura de Hugging Face, o «bundled»</translation>
    </message>
    <message>
        <source>a label has no name</source>
        <translation>una etiqueta no tiene nombre</translation>
    </message>
    <message>
        <source>label &apos;%1&apos; is given twice</source>
        <translation>la etiqueta «%1» está repetida</translation>
    </message>
    <message>
        <source>one label cannot be told from anything</source>
        <translation>una sola etiqueta no se distingue de nada</translation>
    </message>
    <message>
        <source>Give at least two</source>
        <translation>Indica al menos dos</translation>
    </message>
    <message>
        <source>%1 has no labels; they are not used</source>
        <translation>%1 no tiene etiquetas; no se usan</translation>
    </message>
    <message>
        <source>no training data is given</source>
        <translation>no se indican datos de entrenamiento</translation>
    </message>
    <message>
        <source>Give a file or a list of files</source>
        <translation>Indica un archivo o una lista de archivos</translation>
    </message>
    <message>
        <source>no validation data: metrics and reliance are not measured</source>
        <translation>sin datos de validación: no se miden ni métricas ni dependencia</translation>
    </message>
    <message>
        <source>Give a file that is not trained on</source>
        <translation>Indica un archivo con el que no se entrene</translation>
    </message>
    <message>
        <source>the reference set has no file</source>
        <translation>el conjunto de referencia no tiene archivo</translation>
    </message>
    <message>
        <source>the reference set has no name</source>
        <translation>el conjunto de referencia no tiene nombre</translation>
    </message>
    <message>
        <source>the name &apos;%1&apos; is taken by another set</source>
        <translation>otro conjunto ya se llama «%1»</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is trained on too</source>
        <translation>«%1» también se usa para entrenar</translation>
    </message>
    <message>
        <source>Forgetting means little on text that the run learns</source>
        <translation>El olvido dice poco sobre un texto que la ejecución aprende</translation>
    </message>
    <message>
        <source>a file name is missing</source>
        <translation>falta el nombre de un archivo</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is given twice</source>
        <translation>«%1» está repetido</translation>
    </message>
    <message>
        <source>The metrics will look better than the model is</source>
        <translation>Las métricas parecerán mejores que el modelo</translation>
    </message>
    <message>
        <source>a target has no name</source>
        <translation>un destino no tiene nombre</translation>
    </message>
    <message>
        <source>layer %1 has two overrides for every target</source>
        <translation>la capa %1 tiene dos excepciones para todos los destinos</translation>
    </message>
    <message>
        <source>layer %1 has two overrides for &apos;%2&apos;</source>
        <translation>la capa %1 tiene dos excepciones para «%2»</translation>
    </message>
    <message>
        <source>rank %1 is unusually high</source>
        <translation>el rango %1 es inusualmente alto</translation>
    </message>
    <message>
        <source>Ranks of 4 to 32 mostly learn the same with less to forget</source>
        <translation>Con rangos de 4 a 32 casi siempre se aprende lo mismo y se olvida menos</translation>
    </message>
    <message>
        <source>%1 classes, at most %2 are possible</source>
        <translation>%1 clases; como mucho puede haber %2</translation>
    </message>
    <message>
        <source>the class has no name</source>
        <translation>la clase no tiene nombre</translation>
    </message>
    <message>
        <source>the name &apos;%1&apos; is taken by another class</source>
        <translation>otra clase ya se llama «%1»</translation>
    </message>
    <message>
        <source>class &apos;%1&apos; is neither masked nor measured</source>
        <translation>la clase «%1» ni se enmascara ni se mide</translation>
    </message>
    <message>
        <source>Add a rule, or set evaluation.reliance</source>
        <translation>Añade una regla o activa evaluation.reliance</translation>
    </message>
    <message>
        <source>the pattern is empty</source>
        <translation>el patrón está vacío</translation>
    </message>
    <message>
        <source>the property is empty</source>
        <translation>la propiedad está vacía</translation>
    </message>
    <message>
        <source>Write a regular expression, for example \d+</source>
        <translation>Escribe una expresión regular, por ejemplo \d+</translation>
    </message>
    <message>
        <source>Write for example punctuation, digits or [:Lu:]</source>
        <translation>Escribe por ejemplo punctuation, digits o [:Lu:]</translation>
    </message>
    <message>
        <source>the word list is empty</source>
        <translation>la lista de palabras está vacía</translation>
    </message>
    <message>
        <source>Give words or words_file</source>
        <translation>Indica words o words_file</translation>
    </message>
    <message>
        <source>%1 is above max_share, %2</source>
        <translation>%1 supera a max_share, %2</translation>
    </message>
    <message>
        <source>shares from 0 to 1 hold every word</source>
        <translation>entre 0 y 1 caben todas las palabras</translation>
    </message>
    <message>
        <source>Narrow the range, or use kind any</source>
        <translation>Estrecha el rango o usa el tipo any</translation>
    </message>
    <message>
        <source>Use mode input or attention</source>
        <translation>Usa el modo input o attention</translation>
    </message>
    <message>
        <source>mode %1 replaces nothing; &apos;%2&apos; is not used</source>
        <translation>el modo %1 no reemplaza nada; «%2» no se usa</translation>
    </message>
    <message>
        <source>the rule never masks: its probability is 0</source>
        <translation>la regla nunca enmascara: su probabilidad es 0</translation>
    </message>
    <message>
        <source>the rule never masks: it is active in no step</source>
        <translation>la regla nunca enmascara: no está activa en ningún paso</translation>
    </message>
    <message>
        <source>%1 is after ramp_end, %2</source>
        <translation>%1 va después de ramp_end, %2</translation>
    </message>
    <message>
        <source>a second rule masks class &apos;%1&apos; in mode %2</source>
        <translation>una segunda regla enmascara la clase «%1» en modo %2</translation>
    </message>
    <message>
        <source>Both apply, one after the other</source>
        <translation>Se aplican las dos, una tras otra</translation>
    </message>
    <message>
        <source>the rule names no class</source>
        <translation>la regla no nombra ninguna clase</translation>
    </message>
    <message>
        <source>no class is called &apos;%1&apos;</source>
        <translation>ninguna clase se llama «%1»</translation>
    </message>
    <message>
        <source>Define it in masking.classes</source>
        <translation>Defínela en masking.classes</translation>
    </message>
    <message>
        <source>every token is hidden in every step: nothing to learn</source>
        <translation>todos los tokens se ocultan en todos los pasos: no hay nada que aprender</translation>
    </message>
    <message>
        <source>the warm-up of %1 steps does not end within max_steps, %2</source>
        <translation>el calentamiento de %1 pasos no acaba dentro de max_steps, %2</translation>
    </message>
    <message>
        <source>the whole run is warm-up</source>
        <translation>toda la ejecución es calentamiento</translation>
    </message>
    <message>
        <source>%1 is very high for AdamW</source>
        <translation>%1 es muy alta para AdamW</translation>
    </message>
    <message>
        <source>Usual: 1e-5 to 1e-4 for full training, up to 1e-3 for LoRA</source>
        <translation>Lo habitual: de 1e-5 a 1e-4 al entrenar todo, hasta 1e-3 con LoRA</translation>
    </message>
    <message>
        <source>the run ends after %1 steps: it is evaluated only at its end</source>
        <translation>la ejecución acaba tras %1 pasos: solo se evalúa al final</translation>
    </message>
    <message>
        <source>%1 heads do not divide hidden_size, %2</source>
        <translation>%1 cabezas no dividen hidden_size, %2</translation>
    </message>
    <message>
        <source>%1 is above pretrain.max_positions, %2</source>
        <translation>%1 supera a pretrain.max_positions, %2</translation>
    </message>
    <message>
        <source>pretraining needs masked-lm, not %1</source>
        <translation>el preentrenamiento necesita masked-lm, no %1</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is one token already and is not added</source>
        <translation>«%1» ya es un solo token y no se añade</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is given before and is not added</source>
        <translation>«%1» ya se ha dado antes y no se añade</translation>
    </message>
    <message>
        <source>a token is empty</source>
        <translation>un token está vacío</translation>
    </message>
    <message>
        <source>&apos;%1&apos; begins or ends with white space</source>
        <translation>«%1» empieza o acaba con un espacio en blanco</translation>
    </message>
    <message>
        <source>Write the token alone</source>
        <translation>Escriba solo el token</translation>
    </message>
    <message>
        <source>an adapter that was trained before gets no new tokens</source>
        <translation>un adaptador ya entrenado no recibe tokens nuevos</translation>
    </message>
    <message>
        <source>Merge the adapter first and take the merged model as the base</source>
        <translation>Fusione antes el adaptador y tome el modelo fusionado como base</translation>
    </message>
    <message>
        <source>a model from nothing learns its own vocabulary</source>
        <translation>un modelo desde cero aprende su propio vocabulario</translation>
    </message>
    <message>
        <source>Raise pretrain.vocab_size</source>
        <translation>Aumente pretrain.vocab_size</translation>
    </message>
    <message>
        <source>%1 labels: next-sentence has two</source>
        <translation>%1 etiquetas: next-sentence tiene dos</translation>
    </message>
    <message>
        <source>Give that of a next sentence first, or none</source>
        <translation>Indica primero la de la frase siguiente, o ninguna</translation>
    </message>
    <message>
        <source>%1 is not below max_length, %2</source>
        <translation>%1 no es menor que max_length, %2</translation>
    </message>
    <message>
        <source>Windows that share so much never move on</source>
        <translation>Unas ventanas que comparten tanto no avanzan nunca</translation>
    </message>
    <message>
        <source>mode loss ignores the labels of tokens, but %1 labels whole rows</source>
        <translation>el modo loss ignora las etiquetas de los tokens, pero %1 etiqueta filas enteras</translation>
    </message>
    <message>
        <source>%1 has no classes that exclude each other; it is not used</source>
        <translation>%1 no tiene clases que se excluyan entre sí; no se usa</translation>
    </message>
    <message>
        <source>%1 has no %2</source>
        <translation>%1 no tiene %2</translation>
    </message>
    <message>
        <source>Use one of %1</source>
        <translation>Usa uno de %1</translation>
    </message>
</context>
<context>
    <name>Run</name>
    <message>
        <source>Instructions %1, products by oneDNN, BLAS %2</source>
        <translation>Instrucciones %1, productos con oneDNN, BLAS %2</translation>
    </message>
    <message>
        <source>Instructions %1, products by BLAS %2</source>
        <translation>Instrucciones %1, productos con BLAS %2</translation>
    </message>
    <message>
        <source>GPU %1 with %2 MB</source>
        <translation>GPU %1 con %2 MB</translation>
    </message>
    <message>
        <source>needs about %1 MB of memory, %2 MB are free</source>
        <translation>necesita unos %1 MB de memoria; hay %2 MB libres</translation>
    </message>
    <message>
        <source>Lower the batch size or max_length, or freeze more layers</source>
        <translation>Reduce el lote o max_length, o congela más capas</translation>
    </message>
    <message>
        <source>needs about %1 MB on disk, %2 MB are free</source>
        <translation>necesita unos %1 MB en disco; hay %2 MB libres</translation>
    </message>
    <message>
        <source>Free some space, choose another folder or keep fewer checkpoints</source>
        <translation>Libera espacio, elige otra carpeta o guarda menos puntos de control</translation>
    </message>
    <message>
        <source>Stopped on request after step %1</source>
        <translation>Detenida a petición tras el paso %1</translation>
    </message>
    <message>
        <source>%1 of %2 parameters train, %3 rows, %4 steps, products in %5 on %6</source>
        <translation>%1 de %2 parámetros se entrenan, %3 filas, %4 pasos, productos en %5 en %6</translation>
    </message>
    <message>
        <source>Goes on from %1</source>
        <translation>Continúa desde %1</translation>
    </message>
    <message>
        <source>the vocabulary grows by %1 to %2 tokens</source>
        <translation>el vocabulario crece en %1 hasta %2 tokens</translation>
    </message>
</context>
<context>
    <name>RunPlots</name>
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
        <source>GPU memory</source>
        <translation>Memoria de la GPU</translation>
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
    <message>
        <source>nats, validation</source>
        <translation>nats, validación</translation>
    </message>
    <message>
        <source>share, validation</source>
        <translation>proporción, validación</translation>
    </message>
    <message>
        <source>rise (nats), validation</source>
        <translation>aumento (nats), validación</translation>
    </message>
    <message>
        <source>Errors of the estimates</source>
        <translation>Errores de las estimaciones</translation>
    </message>
    <message>
        <source>F1 per label</source>
        <translation>F1 por etiqueta</translation>
    </message>
    <message>
        <source>Reliance per token class (metric)</source>
        <translation>Dependencia por clase de tokens (métrica)</translation>
    </message>
    <message>
        <source>unit of the numbers</source>
        <translation>unidad de los números</translation>
    </message>
    <message>
        <source>lost, validation</source>
        <translation>caída, validación</translation>
    </message>
    <message>
        <source>squared error</source>
        <translation>error cuadrático</translation>
    </message>
    <message>
        <source>squared error, validation</source>
        <translation>error cuadrático, validación</translation>
    </message>
    <message>
        <source>rise, validation</source>
        <translation>aumento, validación</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::AddClassDialog</name>
    <message>
        <source>Upper and lower case differ</source>
        <translation>Distinguir mayúsculas y minúsculas</translation>
    </message>
    <message>
        <source>Add a token class</source>
        <translation>Añadir una clase de tokens</translation>
    </message>
    <message>
        <source>One word a line</source>
        <translation>Una palabra por línea</translation>
    </message>
    <message>
        <source>from</source>
        <translation>de</translation>
    </message>
    <message>
        <source>to</source>
        <translation>a</translation>
    </message>
    <message>
        <source>Every token that is not special</source>
        <translation>Todo token que no sea especial</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Defined by</source>
        <translation>Definida por</translation>
    </message>
    <message>
        <source>Definition</source>
        <translation>Definición</translation>
    </message>
    <message>
        <source>Pattern</source>
        <translation>Patrón</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Palabras</translation>
    </message>
    <message>
        <source>Unicode property</source>
        <translation>Propiedad Unicode</translation>
    </message>
    <message>
        <source>Add class</source>
        <translation>Añadir clase</translation>
    </message>
    <message>
        <source>The class needs a name.</source>
        <translation>La clase necesita un nombre.</translation>
    </message>
    <message>
        <source>Another class has this name.</source>
        <translation>Otra clase ya tiene este nombre.</translation>
    </message>
    <message>
        <source>The definition is empty.</source>
        <translation>La definición está vacía.</translation>
    </message>
    <message>
        <source>The word list is empty.</source>
        <translation>La lista de palabras está vacía.</translation>
    </message>
    <message>
        <source>The first share is above the second.</source>
        <translation>La primera proporción es mayor que la segunda.</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::AnswerView</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>The model is being asked; the first time it is loaded as well.</source>
        <translation>Se está preguntando al modelo; la primera vez también se carga.</translation>
    </message>
    <message>
        <source>Stopped before the answer.</source>
        <translation>Detenido antes de la respuesta.</translation>
    </message>
    <message numerus="yes">
        <source>%n token(s)</source>
        <translation>
            <numerusform>%n token</numerusform>
            <numerusform>%n tokens</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 tokens/s</source>
        <translation>%1 tokens/s</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>detenido</translation>
    </message>
    <message>
        <source>the model ended it</source>
        <translation>lo terminó el modelo</translation>
    </message>
    <message>
        <source>no position left</source>
        <translation>no quedan posiciones</translation>
    </message>
    <message>
        <source>as long as asked</source>
        <translation>tan largo como se pidió</translation>
    </message>
    <message numerus="yes">
        <source>%n token(s) out of sight</source>
        <translation>
            <numerusform>%n token oculto</numerusform>
            <numerusform>%n tokens ocultos</numerusform>
        </translation>
    </message>
    <message>
        <source>cut at its longest text</source>
        <translation>cortado en su texto más largo</translation>
    </message>
    <message>
        <source>The model is being asked</source>
        <translation>Se está preguntando al modelo</translation>
    </message>
    <message>
        <source>The text with the model&apos;s answer</source>
        <translation>El texto con la respuesta del modelo</translation>
    </message>
    <message>
        <source>Probabilities of the answers</source>
        <translation>Probabilidades de las respuestas</translation>
    </message>
    <message>
        <source>no label</source>
        <translation>ninguna etiqueta</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::Application</name>
    <message>
        <source>Opening the store of runs</source>
        <translation>Abrir el almacén de ejecuciones</translation>
    </message>
    <message>
        <source>Run %1, “%2”, failed</source>
        <translation>La ejecución %1, «%2», falló</translation>
    </message>
    <message>
        <source>Loading the engine</source>
        <translation>Cargar el motor</translation>
    </message>
    <message>
        <source>This machine</source>
        <translation>Este equipo</translation>
    </message>
    <message>
        <source>About Tamiz Studio</source>
        <translation>Acerca de Tamiz Studio</translation>
    </message>
    <message>
        <source>Fine-tune transformers without over-specialising them.</source>
        <translation>Ajusta transformers sin sobreespecializarlos.</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licencia</translation>
    </message>
    <message>
        <source>GPL-3.0-or-later; engine and command line Apache-2.0</source>
        <translation>GPL-3.0-or-later; motor y línea de órdenes, Apache-2.0</translation>
    </message>
    <message>
        <source>Runs are kept in</source>
        <translation>Las ejecuciones se guardan en</translation>
    </message>
    <message>
        <source>Bundled model and data</source>
        <translation>Modelo y datos incluidos</translation>
    </message>
    <message>
        <source>Qt</source>
        <translation>Qt</translation>
    </message>
    <message>
        <source>Starting the demo</source>
        <translation>Iniciar la demostración</translation>
    </message>
    <message>
        <source>Run %1: %2</source>
        <translation>Ejecución %1: %2</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>Guardada: %1</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::ClassTableModel</name>
    <message>
        <source>Smaller than the spread over seeds</source>
        <translation>Menor que la dispersión entre semillas</translation>
    </message>
    <message>
        <source>Better</source>
        <translation>Mejor</translation>
    </message>
    <message>
        <source>Worse</source>
        <translation>Peor</translation>
    </message>
    <message>
        <source>Reliance (loss, nats)</source>
        <translation>Dependencia (pérdida, nats)</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Exactitud</translation>
    </message>
    <message>
        <source>Loss (nats)</source>
        <translation>Pérdida (nats)</translation>
    </message>
    <message>
        <source>Forgetting (nats)</source>
        <translation>Olvido (nats)</translation>
    </message>
    <message>
        <source>Token class</source>
        <translation>Clase de tokens</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>Modelo base</translation>
    </message>
    <message>
        <source>Measured before the first step</source>
        <translation>Medido antes del primer paso</translation>
    </message>
    <message>
        <source>Δ base</source>
        <translation>Δ base</translation>
    </message>
    <message>
        <source>%1 against the base model</source>
        <translation>%1 frente al modelo base</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Diferencia</translation>
    </message>
    <message>
        <source>%1 against %2</source>
        <translation>%1 frente a %2</translation>
    </message>
    <message>
        <source>all tokens</source>
        <translation>todos los tokens</translation>
    </message>
    <message>
        <source>Reliance (task metric)</source>
        <translation>Dependencia (métrica de la tarea)</translation>
    </message>
    <message>
        <source>Reliance (loss)</source>
        <translation>Dependencia (pérdida)</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Pérdida</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::ClassToggles</name>
    <message>
        <source>They cannot see:</source>
        <translation>No pueden ver:</translation>
    </message>
    <message>
        <source>Takes these tokens out of the models&apos; sight: %1</source>
        <translation>Oculta estos tokens a los modelos: %1</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::ClassesPanel</name>
    <message>
        <source>Add class %1</source>
        <translation>Añadir la clase %1</translation>
    </message>
    <message>
        <source>Remove class %1</source>
        <translation>Quitar la clase %1</translation>
    </message>
    <message>
        <source>Change masking rule</source>
        <translation>Cambiar la regla de enmascarado</translation>
    </message>
    <message>
        <source>No token classes yet. Add one from a pattern, a word list or a Unicode property: it is measured even when nothing masks it.</source>
        <translation>Todavía no hay clases de tokens. Añade una con un patrón, una lista de palabras o una propiedad Unicode: se mide aunque nada la enmascare.</translation>
    </message>
    <message>
        <source>This class is measured, not masked. Choose a mode in the table to mask it.</source>
        <translation>Esta clase se mide, pero no se enmascara. Elige un modo en la tabla para enmascararla.</translation>
    </message>
    <message>
        <source>3 · Token classes</source>
        <translation>3 · Clases de tokens</translation>
    </message>
    <message>
        <source>Token classes</source>
        <translation>Clases de tokens</translation>
    </message>
    <message>
        <source>Add class</source>
        <translation>Añadir</translation>
    </message>
    <message>
        <source>Add a token class from a pattern, a word list or a Unicode property</source>
        <translation>Añade una clase de tokens con un patrón, una lista de palabras o una propiedad Unicode</translation>
    </message>
    <message>
        <source>Remove class</source>
        <translation>Quitar clase</translation>
    </message>
    <message>
        <source>Remove the chosen class and its rules</source>
        <translation>Quita la clase elegida y sus reglas</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>Midiendo…</translation>
    </message>
    <message>
        <source>Measure reliance</source>
        <translation>Medir dependencia</translation>
    </message>
    <message>
        <source>What the base model loses without each class: evaluates the validation data once a class. Takes seconds to minutes, in the background.</source>
        <translation>Lo que el modelo base pierde sin cada clase: evalúa los datos de validación una vez por clase. Tarda de segundos a minutos, en segundo plano.</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Añadir</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Medir</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::CommandPalette</name>
    <message>
        <source>Search commands, pages, recipes and runs</source>
        <translation>Buscar órdenes, páginas, recetas y ejecuciones</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Orden</translation>
    </message>
    <message>
        <source>Matching commands</source>
        <translation>Órdenes encontradas</translation>
    </message>
    <message>
        <source>Command palette</source>
        <translation>Paleta de órdenes</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::CompareCurves</name>
    <message>
        <source>Weight of the past in the running mean: %1. The raw curve stays, faint.</source>
        <translation>Peso del pasado en la media móvil: %1. La curva original queda, tenue.</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Curvas</translation>
    </message>
    <message>
        <source>Reading the points…</source>
        <translation>Leyendo los puntos…</translation>
    </message>
    <message>
        <source>None of the ticked runs has measured this yet.</source>
        <translation>Ninguna de las ejecuciones marcadas lo ha medido todavía.</translation>
    </message>
    <message>
        <source>Metric of the curves</source>
        <translation>Métrica de las curvas</translation>
    </message>
    <message>
        <source>Which metric of the ticked runs is drawn</source>
        <translation>Qué métrica de las ejecuciones marcadas se dibuja</translation>
    </message>
    <message>
        <source>Horizontal axis</source>
        <translation>Eje horizontal</translation>
    </message>
    <message>
        <source>What runs along the horizontal axis</source>
        <translation>Qué se representa en el eje horizontal</translation>
    </message>
    <message>
        <source>S&amp;moothing</source>
        <translation>S&amp;uavizado</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>Suavizado</translation>
    </message>
    <message>
        <source>Weight of the past in a running mean; the raw curve stays, faint</source>
        <translation>Peso del pasado en una media móvil; la curva original queda, tenue</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::CompareFront</name>
    <message>
        <source>mean forgetting</source>
        <translation>olvido medio</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>paso %1</translation>
    </message>
    <message>
        <source>forgetting (nats)</source>
        <translation>olvido (nats)</translation>
    </message>
    <message>
        <source>Task against forgetting: better is lower left</source>
        <translation>Tarea frente a olvido: mejor, abajo a la izquierda</translation>
    </message>
    <message>
        <source>Task against forgetting: better is lower right</source>
        <translation>Tarea frente a olvido: mejor, abajo a la derecha</translation>
    </message>
    <message>
        <source>Task against forgetting</source>
        <translation>Tarea frente a olvido</translation>
    </message>
    <message>
        <source>front</source>
        <translation>frente</translation>
    </message>
    <message>
        <source>Click a point to use it</source>
        <translation>Haz clic en un punto para usarlo</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Task metric</source>
        <translation>Métrica de la tarea</translation>
    </message>
    <message>
        <source>The task metric along the horizontal axis, on the validation set</source>
        <translation>La métrica de la tarea en el eje horizontal, en el conjunto de validación</translation>
    </message>
    <message>
        <source>Forgetting on</source>
        <translation>Olvido en</translation>
    </message>
    <message>
        <source>The reference texts on which forgetting is measured</source>
        <translation>Los textos de referencia en los que se mide el olvido</translation>
    </message>
    <message>
        <source>No run here has measured a task metric and forgetting. Add reference texts to the recipe (data.reference) and train again.</source>
        <translation>Ninguna de estas ejecuciones ha medido una métrica de la tarea y el olvido. Añade textos de referencia a la receta (data.reference) y entrena de nuevo.</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportar…</translation>
    </message>
    <message>
        <source>Writes the adapter of the selected point in PEFT format, and reads it back to compare</source>
        <translation>Escribe el adaptador del punto elegido en formato PEFT y lo vuelve a leer para compararlo</translation>
    </message>
    <message>
        <source>Open run</source>
        <translation>Abrir ejecución</translation>
    </message>
    <message>
        <source>Shows the run of the selected point on the Runs page</source>
        <translation>Muestra la ejecución del punto elegido en la página Ejecuciones</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::CompareModel</name>
    <message>
        <source>Setting</source>
        <translation>Ajuste</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::ComparePage</name>
    <message>
        <source>Comparison</source>
        <translation>Comparación</translation>
    </message>
    <message>
        <source>Saving the report</source>
        <translation>Guardar el informe</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message numerus="yes">
        <source>Comparison of %n run(s)</source>
        <translation>
            <numerusform>Comparación de %n ejecución</numerusform>
            <numerusform>Comparación de %n ejecuciones</numerusform>
        </translation>
    </message>
    <message>
        <source>Made by Tamiz Studio on %1.</source>
        <translation>Hecho con Tamiz Studio el %1.</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Resultados</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Curvas</translation>
    </message>
    <message>
        <source>Task against forgetting</source>
        <translation>Tarea frente a olvido</translation>
    </message>
    <message>
        <source>Token classes: %1</source>
        <translation>Clases de tokens: %1</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Comparar</translation>
    </message>
    <message>
        <source>Which is better, and why?</source>
        <translation>¿Cuál es mejor, y por qué?</translation>
    </message>
    <message>
        <source>Filter the runs</source>
        <translation>Filtrar las ejecuciones</translation>
    </message>
    <message>
        <source>Goes to the filter above the list of runs</source>
        <translation>Va al filtro que hay sobre la lista de ejecuciones</translation>
    </message>
    <message>
        <source>Save report as HTML…</source>
        <translation>Guardar informe como HTML…</translation>
    </message>
    <message>
        <source>Tables and plots of this page as one file for a browser</source>
        <translation>Tablas y gráficos de esta página en un solo archivo para el navegador</translation>
    </message>
    <message>
        <source>Save report as PDF…</source>
        <translation>Guardar informe como PDF…</translation>
    </message>
    <message>
        <source>Tables and plots of this page as A4 pages</source>
        <translation>Tablas y gráficos de esta página en hojas A4</translation>
    </message>
    <message>
        <source>Nothing to compare yet</source>
        <translation>Aún no hay nada que comparar</translation>
    </message>
    <message>
        <source>Train the same recipe twice, for example with and without a mask, and see here what the mask changes.</source>
        <translation>Entrene la misma receta dos veces, por ejemplo con y sin máscara, y vea aquí qué cambia la máscara.</translation>
    </message>
    <message>
        <source>New experiment</source>
        <translation>Nuevo experimento</translation>
    </message>
    <message>
        <source>Start the demo</source>
        <translation>Iniciar la demostración</translation>
    </message>
    <message>
        <source>Tick the runs to compare</source>
        <translation>Marca las ejecuciones que quieras comparar</translation>
    </message>
    <message>
        <source>Runs that differ in their seed only are taken together, with mean and spread.</source>
        <translation>Las ejecuciones que solo difieren en la semilla se agrupan, con media y dispersión.</translation>
    </message>
    <message>
        <source>Tick the newest runs</source>
        <translation>Marcar las más recientes</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::CompareTables</name>
    <message>
        <source>&amp;Only differences (%1)</source>
        <translation>&amp;Solo diferencias (%1)</translation>
    </message>
    <message>
        <source>These runs have the same settings; only their seeds differ.</source>
        <translation>Estas ejecuciones tienen los mismos ajustes; solo difieren sus semillas.</translation>
    </message>
    <message>
        <source>Tick a second run to see which settings differ.</source>
        <translation>Marca otra ejecución para ver qué ajustes difieren.</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Resultados</translation>
    </message>
    <message>
        <source>Final figures, mean and standard deviation over seeds</source>
        <translation>Cifras finales, media y desviación típica entre semillas</translation>
    </message>
    <message>
        <source>Token classes</source>
        <translation>Clases de tokens</translation>
    </message>
    <message>
        <source>Each class: the base model, the runs, and what changed</source>
        <translation>Cada clase: el modelo base, las ejecuciones y lo que cambió</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>The recipes side by side</source>
        <translation>Las recetas lado a lado</translation>
    </message>
    <message>
        <source>Results of the ticked runs</source>
        <translation>Resultados de las ejecuciones marcadas</translation>
    </message>
    <message>
        <source>Figures of each token class</source>
        <translation>Cifras de cada clase de tokens</translation>
    </message>
    <message>
        <source>Settings of the ticked runs</source>
        <translation>Ajustes de las ejecuciones marcadas</translation>
    </message>
    <message>
        <source>Figure of the class table</source>
        <translation>Cifra de la tabla de clases</translation>
    </message>
    <message>
        <source>Which figure is shown for each token class</source>
        <translation>Qué cifra se muestra para cada clase de tokens</translation>
    </message>
    <message>
        <source>Leaves out settings that all of these runs share</source>
        <translation>Omite los ajustes que todas estas ejecuciones comparten</translation>
    </message>
    <message>
        <source>No figures for token classes yet. Name classes in the recipe (masking.classes): they are measured at each evaluation.</source>
        <translation>Aún no hay cifras por clase de tokens. Nombre clases en la receta (masking.classes): se miden en cada evaluación.</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::Comparison</name>
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
        <source>Forgetting</source>
        <translation>Olvido</translation>
    </message>
    <message>
        <source>Reference loss</source>
        <translation>Pérdida de referencia</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Tasa de aprendizaje</translation>
    </message>
    <message>
        <source>Gradient norm</source>
        <translation>Norma del gradiente</translation>
    </message>
    <message>
        <source>Throughput</source>
        <translation>Rendimiento</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Memoria</translation>
    </message>
    <message>
        <source>GPU memory</source>
        <translation>Memoria de la GPU</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>cross-entropy (nats)</source>
        <translation>entropía cruzada (nats)</translation>
    </message>
    <message>
        <source>rise in loss (nats)</source>
        <translation>aumento de la pérdida (nats)</translation>
    </message>
    <message>
        <source>rise in loss without the class (nats)</source>
        <translation>aumento de la pérdida sin la clase (nats)</translation>
    </message>
    <message>
        <source>tokens/s</source>
        <translation>tokens/s</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>MB</translation>
    </message>
    <message>
        <source>Reliance on %1 (%2)</source>
        <translation>Dependencia de %1 (%2)</translation>
    </message>
    <message>
        <source>%1 lost without the class</source>
        <translation>%1: lo que se pierde sin la clase</translation>
    </message>
    <message>
        <source>rise in loss without the class</source>
        <translation>aumento de la pérdida sin la clase</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::DomainTokenModel</name>
    <message>
        <source>Pieces that the training data would have fewer</source>
        <translation>Piezas que tendrían de menos los datos de entrenamiento</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Occurrences</source>
        <translation>Apariciones</translation>
    </message>
    <message>
        <source>Pieces now</source>
        <translation>Piezas ahora</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Ahorro</translation>
    </message>
    <message>
        <source>unknown: %1</source>
        <translation>desconocida: %1</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::DomainTokensDialog</name>
    <message>
        <source>Domain tokens</source>
        <translation>Tokens del dominio</translation>
    </message>
    <message>
        <source>One token a line</source>
        <translation>Un token por línea</translation>
    </message>
    <message>
        <source>Own tokens</source>
        <translation>Tokens propios</translation>
    </message>
    <message>
        <source>the mean of their pieces</source>
        <translation>la media de sus piezas</translation>
    </message>
    <message>
        <source>the mean of all tokens</source>
        <translation>la media de todos los tokens</translation>
    </message>
    <message>
        <source>Embeddings start as</source>
        <translation>Los embeddings parten de</translation>
    </message>
    <message>
        <source>Choose training data to see proposals.</source>
        <translation>Elija datos de entrenamiento para ver propuestas.</translation>
    </message>
    <message>
        <source>Proposed tokens</source>
        <translation>Tokens propuestos</translation>
    </message>
    <message>
        <source>Counting the words of the training data…</source>
        <translation>Contando las palabras de los datos de entrenamiento…</translation>
    </message>
    <message>
        <source>With all of them the training data are %1 tokens instead of %2 (%3 less).</source>
        <translation>Con todos ellos los datos de entrenamiento son %1 tokens en lugar de %2 (%3 menos).</translation>
    </message>
    <message>
        <source>Add no token</source>
        <translation>No añadir ninguno</translation>
    </message>
    <message numerus="yes">
        <source>Add %n token(s)</source>
        <translation>
            <numerusform>Añadir %n token</numerusform>
            <numerusform>Añadir %n tokens</numerusform>
        </translation>
    </message>
    <message>
        <source>Words of the training data that the tokenizer does not know or cuts into pieces. A ticked one becomes a token of its own; with LoRA or frozen embeddings only the new rows are trained.</source>
        <translation>Palabras de los datos de entrenamiento que el tokenizador no conoce o corta en piezas. La que se marca pasa a ser un token propio; con LoRA o con los embeddings congelados solo se entrenan las filas nuevas.</translation>
    </message>
    <message>
        <source>The tokenizer knows every frequent word of the training data as one token.</source>
        <translation>El tokenizador conoce como un solo token cada palabra frecuente de los datos de entrenamiento.</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::ExperimentFacts</name>
    <message>
        <source>The training data have no rows.</source>
        <translation>Los datos de entrenamiento no tienen filas.</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::ExperimentPage</name>
    <message>
        <source>Rename run</source>
        <translation>Renombrar la ejecución</translation>
    </message>
    <message>
        <source>Opening the recipe</source>
        <translation>Abrir la receta</translation>
    </message>
    <message>
        <source>Save recipe</source>
        <translation>Guardar la receta</translation>
    </message>
    <message>
        <source>Recipes (*.yaml *.yml)</source>
        <translation>Recetas (*.yaml *.yml)</translation>
    </message>
    <message>
        <source>Saving the recipe</source>
        <translation>Guardar la receta</translation>
    </message>
    <message>
        <source>Choose a model and training data: a real row appears here, as the model will see it.</source>
        <translation>Elige un modelo y datos de entrenamiento: aquí aparece una fila real, tal como la verá el modelo.</translation>
    </message>
    <message numerus="yes">
        <source>Start %n run(s)</source>
        <translation>
            <numerusform>Iniciar %n ejecución</numerusform>
            <numerusform>Iniciar %n ejecuciones</numerusform>
        </translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Iniciar</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>Midiendo…</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Medir</translation>
    </message>
    <message>
        <source>experiment</source>
        <translation>experimento</translation>
    </message>
    <message>
        <source>Experiment</source>
        <translation>Experimento</translation>
    </message>
    <message>
        <source>What will happen? Design a run and see what it costs</source>
        <translation>¿Qué va a pasar? Diseña una ejecución y mira lo que cuesta</translation>
    </message>
    <message>
        <source>Save recipe…</source>
        <translation>Guardar receta…</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Guardar…</translation>
    </message>
    <message>
        <source>Write the recipe to a YAML file; the command line runs the same one</source>
        <translation>Escribe la receta en un archivo YAML; la línea de órdenes ejecuta la misma</translation>
    </message>
    <message>
        <source>Start run</source>
        <translation>Iniciar ejecución</translation>
    </message>
    <message>
        <source>Start now, or next when a run is active</source>
        <translation>Empieza ahora, o a continuación si hay una ejecución activa</translation>
    </message>
    <message>
        <source>Queue run</source>
        <translation>Poner en cola</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>A la cola</translation>
    </message>
    <message>
        <source>Put the run at the end of the queue</source>
        <translation>Pone la ejecución al final de la cola</translation>
    </message>
    <message>
        <source>Measure time and memory</source>
        <translation>Medir tiempo y memoria</translation>
    </message>
    <message>
        <source>Times one training and one evaluation step on this machine. Takes some seconds.</source>
        <translation>Cronometra un paso de entrenamiento y uno de evaluación en esta máquina. Tarda unos segundos.</translation>
    </message>
    <message>
        <source>Change base model</source>
        <translation>Cambiar el modelo base</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::ExportDialog</name>
    <message>
        <source>Browse…</source>
        <translation>Examinar…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportar</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Export what the run learned</source>
        <translation>Exportar lo aprendido en la ejecución</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Formato</translation>
    </message>
    <message>
        <source>Adapter (PEFT)</source>
        <translation>Adaptador (PEFT)</translation>
    </message>
    <message>
        <source>Merged model (Hugging Face)</source>
        <translation>Modelo fusionado (Hugging Face)</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Carpeta</translation>
    </message>
    <message>
        <source>A new or empty folder; it appears only when the export is complete</source>
        <translation>Una carpeta nueva o vacía; solo aparece cuando la exportación está completa</translation>
    </message>
    <message>
        <source>Chooses the folder in which the export&apos;s own folder is made</source>
        <translation>Elige la carpeta en la que se crea la de la exportación</translation>
    </message>
    <message>
        <source>Writes the files, reads them back and compares the predictions; takes some seconds</source>
        <translation>Escribe los archivos, los vuelve a leer y compara las predicciones; tarda unos segundos</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>Exportar</translation>
    </message>
    <message>
        <source>A few hundred kilobytes: only what was added to the base model. Loads with PEFT.</source>
        <translation>Unos cientos de kilobytes: solo lo que se añadió al modelo base. Se carga con PEFT.</translation>
    </message>
    <message>
        <source>A whole model with its tokenizer, as large as the base model. Loads with transformers, without an adapter.</source>
        <translation>Un modelo completo con su tokenizador, tan grande como el modelo base. Se carga con transformers, sin adaptador.</translation>
    </message>
    <message>
        <source>Folder for the export</source>
        <translation>Carpeta para la exportación</translation>
    </message>
    <message>
        <source>Written to %1: %2. Read back and compared: the predictions differ by at most %3.</source>
        <translation>Escrito en %1: %2. Leído de nuevo y comparado: las predicciones difieren como mucho en %3.</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::FileButton</name>
    <message>
        <source>Choose…</source>
        <translation>Elegir…</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n archivo</numerusform>
            <numerusform>%n archivos</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose data files</source>
        <translation>Elegir archivos de datos</translation>
    </message>
    <message>
        <source>Data (*.jsonl *.csv *.tsv *.txt *.conllu);;All files (*)</source>
        <translation>Datos (*.jsonl *.csv *.tsv *.txt *.conllu);;Todos los archivos (*)</translation>
    </message>
    <message>
        <source>Choose files…</source>
        <translation>Elegir archivos…</translation>
    </message>
    <message>
        <source>Use no file</source>
        <translation>No usar ningún archivo</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::HeatMap</name>
    <message>
        <source>not measured</source>
        <translation>sin medir</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::HomePage</name>
    <message>
        <source>Training is slow in this configuration</source>
        <translation>El entrenamiento es lento con esta configuración</translation>
    </message>
    <message>
        <source>Run %1, “%2”, was interrupted at step %3 of %4</source>
        <translation>La ejecución %1, «%2», se interrumpió en el paso %3 de %4</translation>
    </message>
    <message>
        <source>It goes on from its last checkpoint with the same result as without the break.</source>
        <translation>Sigue desde su último punto de control, con el mismo resultado que sin la interrupción.</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Mostrar</translation>
    </message>
    <message>
        <source>Opens the run&apos;s curves and log</source>
        <translation>Abre las curvas y el registro de la ejecución</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Reanudar</translation>
    </message>
    <message>
        <source>Trains the remaining steps now; other runs wait meanwhile</source>
        <translation>Entrena ahora los pasos que faltan; las demás ejecuciones esperan mientras tanto</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Inicio</translation>
    </message>
    <message>
        <source>Where was I? Last runs, what runs and waits, and the demo</source>
        <translation>¿Dónde estaba? Las últimas ejecuciones, lo que está en curso o en espera y la demostración</translation>
    </message>
    <message>
        <source>New experiment</source>
        <translation>Nuevo experimento</translation>
    </message>
    <message>
        <source>Opens the designer with the defaults; nothing runs until you start it</source>
        <translation>Abre el diseñador con los valores predeterminados; nada se ejecuta hasta que lo inicies</translation>
    </message>
    <message>
        <source>Last runs</source>
        <translation>Últimas ejecuciones</translation>
    </message>
    <message>
        <source>Enter or a double click opens the run</source>
        <translation>Intro o un doble clic abre la ejecución</translation>
    </message>
    <message>
        <source>Start the demo</source>
        <translation>Iniciar la demostración</translation>
    </message>
    <message>
        <source>Trains the bundled model on the bundled data; takes a few minutes of the processor</source>
        <translation>Entrena el modelo incluido con los datos incluidos; ocupa el procesador unos minutos</translation>
    </message>
    <message>
        <source>No runs yet</source>
        <translation>Aún no hay ejecuciones</translation>
    </message>
    <message>
        <source>Start the demo to see a run live within a minute, or open the designer to choose a model, data and the token classes to mask.</source>
        <translation>Inicia la demostración para ver una ejecución en directo en menos de un minuto, o abre el diseñador para elegir un modelo, los datos y las clases de tokens que enmascarar.</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::LayerStack</name>
    <message>
        <source>Head</source>
        <translation>Cabeza</translation>
    </message>
    <message>
        <source>Embeddings</source>
        <translation>Embeddings</translation>
    </message>
    <message>
        <source>Layer %1</source>
        <translation>Capa %1</translation>
    </message>
    <message>
        <source>%1: trains, %2 parameters</source>
        <translation>%1: se entrena, %2 parámetros</translation>
    </message>
    <message>
        <source>%1: LoRA, %2 of %3 parameters train</source>
        <translation>%1: LoRA, se entrenan %2 de %3 parámetros</translation>
    </message>
    <message>
        <source>%1: frozen, %2 parameters</source>
        <translation>%1: congelada, %2 parámetros</translation>
    </message>
    <message>
        <source>%1, %2 (%3 × %4)</source>
        <translation>%1, %2 (%3 × %4)</translation>
    </message>
    <message>
        <source>%1: no LoRA</source>
        <translation>%1: sin LoRA</translation>
    </message>
    <message>
        <source>%1: LoRA rank %2, %3 parameters</source>
        <translation>%1: LoRA de rango %2, %3 parámetros</translation>
    </message>
    <message>
        <source>Move the frozen edge</source>
        <translation>Mover el límite congelado</translation>
    </message>
    <message>
        <source>Add LoRA</source>
        <translation>Añadir LoRA</translation>
    </message>
    <message>
        <source>Remove LoRA</source>
        <translation>Quitar LoRA</translation>
    </message>
    <message>
        <source>Change rank</source>
        <translation>Cambiar el rango</translation>
    </message>
    <message>
        <source>Drag: everything below this line keeps its weights. Frozen layers cost no gradient and forget nothing.</source>
        <translation>Arrastra: todo lo que queda bajo esta línea conserva sus pesos. Las capas congeladas no necesitan gradiente y no olvidan nada.</translation>
    </message>
    <message>
        <source>%1: LoRA in every layer above the frozen edge</source>
        <translation>%1: LoRA en todas las capas sobre el límite congelado</translation>
    </message>
    <message>
        <source>Layers of the model</source>
        <translation>Capas del modelo</translation>
    </message>
    <message>
        <source>frozen</source>
        <translation>congelada</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::LayersPanel</name>
    <message>
        <source>Change alpha</source>
        <translation>Cambiar alfa</translation>
    </message>
    <message>
        <source>Change LoRA dropout</source>
        <translation>Cambiar el dropout de LoRA</translation>
    </message>
    <message>
        <source>Change LoRA rank</source>
        <translation>Cambiar el rango de LoRA</translation>
    </message>
    <message>
        <source>2 · Layers</source>
        <translation>2 · Capas</translation>
    </message>
    <message>
        <source>Choose a base model above: its layers appear here.</source>
        <translation>Elige arriba un modelo base: aquí aparecen sus capas.</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>Rango</translation>
    </message>
    <message>
        <source>off</source>
        <translation>no</translation>
    </message>
    <message>
        <source>Rank of the update in every cell that is on. Parameters, optimiser memory and the size of the adapter grow in proportion. Off: what is not frozen trains fully.</source>
        <translation>Rango de la actualización en cada celda activa. Los parámetros, la memoria del optimizador y el tamaño del adaptador crecen en proporción. Sin LoRA, lo que no está congelado se entrena por completo.</translation>
    </message>
    <message>
        <source>LoRA rank</source>
        <translation>Rango de LoRA</translation>
    </message>
    <message>
        <source>Alpha</source>
        <translation>Alfa</translation>
    </message>
    <message>
        <source>LoRA alpha</source>
        <translation>Alfa de LoRA</translation>
    </message>
    <message>
        <source>The update is scaled by alpha / rank. Costs nothing.</source>
        <translation>La actualización se escala por alfa / rango. No cuesta nada.</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>Dropout</translation>
    </message>
    <message>
        <source>LoRA dropout</source>
        <translation>Dropout de LoRA</translation>
    </message>
    <message>
        <source>Dropout on the input of the update. Costs a little time.</source>
        <translation>Dropout en la entrada de la actualización. Cuesta algo de tiempo.</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::LrCurve</name>
    <message>
        <source>peak %1</source>
        <translation>máximo %1</translation>
    </message>
    <message>
        <source>warm-up %1</source>
        <translation>calentamiento %1</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>paso %1</translation>
    </message>
    <message>
        <source>Step %1: learning rate %2</source>
        <translation>Paso %1: tasa de aprendizaje %2</translation>
    </message>
    <message>
        <source>Learning rate over the run</source>
        <translation>Tasa de aprendizaje a lo largo de la ejecución</translation>
    </message>
    <message>
        <source>Peak %1</source>
        <translation>Máximo %1</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::MainMenu</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Archivo</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>Abrir &amp;reciente</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ver</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Tema</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Idioma</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>Ay&amp;uda</translation>
    </message>
    <message>
        <source>&amp;New experiment</source>
        <translation>&amp;Nuevo experimento</translation>
    </message>
    <message>
        <source>Starts a recipe from the defaults; nothing runs until you start it</source>
        <translation>Empieza una receta con los valores predeterminados; nada se ejecuta hasta que lo inicies</translation>
    </message>
    <message>
        <source>&amp;Open recipe…</source>
        <translation>&amp;Abrir receta…</translation>
    </message>
    <message>
        <source>Opens a recipe file in the designer</source>
        <translation>Abre un archivo de receta en el diseñador</translation>
    </message>
    <message>
        <source>Start the &amp;demo</source>
        <translation>Iniciar la &amp;demostración</translation>
    </message>
    <message>
        <source>Trains the bundled model on the bundled data; takes a few minutes of both cores</source>
        <translation>Entrena el modelo incluido con los datos incluidos; ocupa unos minutos el procesador</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Salir</translation>
    </message>
    <message>
        <source>Closes the studio; asks first when a run is active</source>
        <translation>Cierra el estudio; pregunta antes si hay una ejecución activa</translation>
    </message>
    <message>
        <source>&amp;Command palette…</source>
        <translation>Paleta de ór&amp;denes…</translation>
    </message>
    <message>
        <source>Finds any command, page, recipe or run by its name</source>
        <translation>Encuentra por su nombre cualquier orden, página, receta o ejecución</translation>
    </message>
    <message>
        <source>F&amp;ull screen</source>
        <translation>Pa&amp;ntalla completa</translation>
    </message>
    <message>
        <source>Uses the whole screen for the window</source>
        <translation>Usa toda la pantalla para la ventana</translation>
    </message>
    <message>
        <source>&amp;System theme</source>
        <translation>Tema del &amp;sistema</translation>
    </message>
    <message>
        <source>Light or dark, as the desktop asks</source>
        <translation>Claro u oscuro, según pida el escritorio</translation>
    </message>
    <message>
        <source>&amp;Light theme</source>
        <translation>Tema &amp;claro</translation>
    </message>
    <message>
        <source>Dark text on light surfaces</source>
        <translation>Texto oscuro sobre superficies claras</translation>
    </message>
    <message>
        <source>&amp;Dark theme</source>
        <translation>Tema &amp;oscuro</translation>
    </message>
    <message>
        <source>Light text on dark surfaces</source>
        <translation>Texto claro sobre superficies oscuras</translation>
    </message>
    <message>
        <source>S&amp;ystem language</source>
        <translation>&amp;Idioma del sistema</translation>
    </message>
    <message>
        <source>The language of the desktop</source>
        <translation>El idioma del escritorio</translation>
    </message>
    <message>
        <source>All texts in English, at once</source>
        <translation>Todos los textos en inglés, al momento</translation>
    </message>
    <message>
        <source>All texts in Spanish, at once</source>
        <translation>Todos los textos en español, al momento</translation>
    </message>
    <message>
        <source>This &amp;machine</source>
        <translation>Este &amp;equipo</translation>
    </message>
    <message>
        <source>Shows the linear algebra library, vector instructions and threads in effect</source>
        <translation>Muestra la biblioteca de álgebra lineal, las instrucciones vectoriales y los hilos en uso</translation>
    </message>
    <message>
        <source>&amp;About Tamiz Studio</source>
        <translation>&amp;Acerca de Tamiz Studio</translation>
    </message>
    <message>
        <source>Version, licences and where data are kept</source>
        <translation>Versión, licencias y dónde se guardan los datos</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::MainWindow</name>
    <message>
        <source>Open recipe</source>
        <translation>Abrir receta</translation>
    </message>
    <message>
        <source>Recipes (*.yaml *.yml)</source>
        <translation>Recetas (*.yaml *.yml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos los archivos (*)</translation>
    </message>
    <message>
        <source>A run is active</source>
        <translation>Hay una ejecución activa</translation>
    </message>
    <message>
        <source>Stop the active run and close?</source>
        <translation>¿Detener la ejecución activa y cerrar?</translation>
    </message>
    <message>
        <source>It stops after the current step and keeps a checkpoint: next time you can resume it from there. Waiting runs stay queued.</source>
        <translation>Se detiene tras el paso actual y guarda un punto de control: la próxima vez podrá reanudarla desde ahí. Las ejecuciones en espera siguen en la cola.</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>Detener y cerrar</translation>
    </message>
    <message>
        <source>Keep running</source>
        <translation>Seguir</translation>
    </message>
    <message>
        <source>Stopping the run; its checkpoint is being written…</source>
        <translation>Deteniendo la ejecución; se está escribiendo su punto de control…</translation>
    </message>
    <message>
        <source>Tamiz Studio</source>
        <translation>Tamiz Studio</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Páginas</translation>
    </message>
    <message>
        <source>Slow configuration</source>
        <translation>Configuración lenta</translation>
    </message>
    <message>
        <source>Warning about this machine&apos;s configuration</source>
        <translation>Aviso sobre la configuración de este equipo</translation>
    </message>
    <message>
        <source>What training uses on this machine; click for details</source>
        <translation>Lo que usa el entrenamiento en este equipo; haz clic para ver los detalles</translation>
    </message>
    <message>
        <source>This machine</source>
        <translation>Este equipo</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::MaskRuleEditor</name>
    <message>
        <source>Probability</source>
        <translation>Probabilidad</translation>
    </message>
    <message>
        <source>Of each token of the class, in a step in which the rule is active</source>
        <translation>De cada token de la clase, en un paso en que la regla está activa</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Pasos</translation>
    </message>
    <message>
        <source>Share of the steps in which the rule is active; the others see the whole text</source>
        <translation>Proporción de pasos en que la regla está activa; los demás ven el texto entero</translation>
    </message>
    <message>
        <source>Becomes</source>
        <translation>Pasa a ser</translation>
    </message>
    <message>
        <source>Mode input: what takes the token&apos;s place</source>
        <translation>Modo entrada: lo que ocupa el lugar del token</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>How the probability goes over the run</source>
        <translation>Cómo varía la probabilidad a lo largo de la ejecución</translation>
    </message>
    <message>
        <source>Steps on, then as many off</source>
        <translation>Pasos con máscara, y después otros tantos sin ella</translation>
    </message>
    <message>
        <source>Period in steps</source>
        <translation>Periodo en pasos</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::MaskScheduleCurve</name>
    <message>
        <source>begin</source>
        <translation>inicio</translation>
    </message>
    <message>
        <source>end of the run</source>
        <translation>final</translation>
    </message>
    <message>
        <source>Probability over the run</source>
        <translation>Probabilidad a lo largo de la ejecución</translation>
    </message>
    <message>
        <source>Probability of masking over the run. Drag a handle, or use the arrow keys; Space changes to the other handle.</source>
        <translation>Probabilidad de enmascarar a lo largo de la ejecución. Arrastra un punto o usa las flechas; la barra espaciadora cambia al otro punto.</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::MeasureTableModel</name>
    <message>
        <source>Measure</source>
        <translation>Medida</translation>
    </message>
    <message>
        <source>On the reference texts “%1”, in nats</source>
        <translation>En los textos de referencia «%1», en nats</translation>
    </message>
    <message>
        <source>On the rows of: %1</source>
        <translation>En las filas de: %1</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::MeasureView</name>
    <message>
        <source>Results of the run</source>
        <translation>Resultados de la ejecución</translation>
    </message>
    <message>
        <source>Metrics, reliance and forgetting appear here with the first evaluation; test sets are measured once, at the end.</source>
        <translation>Las métricas, la dependencia y el olvido aparecen aquí con la primera evaluación; los conjuntos de prueba se miden una vez, al final.</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::MetricPlot</name>
    <message>
        <source>No points yet.</source>
        <translation>Aún no hay puntos.</translation>
    </message>
    <message>
        <source>Plot. Left and Right move the cursor, plus and minus zoom, Home resets.</source>
        <translation>Gráfico. Izquierda y Derecha mueven el cursor, más y menos cambian el zoom, Inicio lo restablece.</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>Mostrar todo</translation>
    </message>
    <message>
        <source>Logarithmic values</source>
        <translation>Valores logarítmicos</translation>
    </message>
    <message>
        <source>Clip outliers</source>
        <translation>Recortar valores extremos</translation>
    </message>
    <message>
        <source>Fits the value axis to the middle 98 % of the points</source>
        <translation>Ajusta el eje de valores al 98 % central de los puntos</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n más</numerusform>
            <numerusform>%n más</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tamiz::ui::MetricText</name>
    <message>
        <source>Loss</source>
        <translation>Pérdida</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Exactitud</translation>
    </message>
    <message>
        <source>Macro-F1</source>
        <translation>Macro-F1</translation>
    </message>
    <message>
        <source>Micro-F1</source>
        <translation>Micro-F1</translation>
    </message>
    <message>
        <source>F1 of the words</source>
        <translation>F1 de las palabras</translation>
    </message>
    <message>
        <source>Exact match</source>
        <translation>Coincidencia exacta</translation>
    </message>
    <message>
        <source>Absolute error</source>
        <translation>Error absoluto</translation>
    </message>
    <message>
        <source>Squared error</source>
        <translation>Error cuadrático</translation>
    </message>
    <message>
        <source>Pearson&apos;s r</source>
        <translation>r de Pearson</translation>
    </message>
    <message>
        <source>Spearman&apos;s rho</source>
        <translation>rho de Spearman</translation>
    </message>
    <message>
        <source>F1 of “%1”</source>
        <translation>F1 de «%1»</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>pérdida</translation>
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
        <source>micro-F1</source>
        <translation>micro-F1</translation>
    </message>
    <message>
        <source>exact match</source>
        <translation>coincidencia exacta</translation>
    </message>
    <message>
        <source>absolute error</source>
        <translation>error absoluto</translation>
    </message>
    <message>
        <source>squared error</source>
        <translation>error cuadrático</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::ModelShelf</name>
    <message>
        <source>Bundled es/en</source>
        <translation>Incluido es/en</translation>
    </message>
    <message>
        <source>Comes with the studio</source>
        <translation>Viene con el estudio</translation>
    </message>
    <message>
        <source>Imported adapter</source>
        <translation>Adaptador importado</translation>
    </message>
    <message>
        <source>Imported folder</source>
        <translation>Carpeta importada</translation>
    </message>
    <message>
        <source>Adapter of run %1</source>
        <translation>Adaptador de la ejecución %1</translation>
    </message>
    <message>
        <source>Model of run %1</source>
        <translation>Modelo de la ejecución %1</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::ModelTaskPanel</name>
    <message>
        <source>Change task</source>
        <translation>Cambiar la tarea</translation>
    </message>
    <message>
        <source>Change reference texts</source>
        <translation>Cambiar los textos de referencia</translation>
    </message>
    <message>
        <source>Change data files</source>
        <translation>Cambiar los archivos de datos</translation>
    </message>
    <message>
        <source>Choose a model folder in Hugging Face layout</source>
        <translation>Elige una carpeta de modelo en formato Hugging Face</translation>
    </message>
    <message>
        <source>Change base model</source>
        <translation>Cambiar el modelo base</translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n layer(s) · %2</source>
        <translation>
            <numerusform>%1 · %n capa · %2</numerusform>
            <numerusform>%1 · %n capas · %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s)</source>
        <translation>
            <numerusform>%Ln fila</numerusform>
            <numerusform>%Ln filas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n label(s)</source>
        <translation>
            <numerusform>%n etiqueta</numerusform>
            <numerusform>%n etiquetas</numerusform>
        </translation>
    </message>
    <message>
        <source>forgetting is not measured</source>
        <translation>no se mide el olvido</translation>
    </message>
    <message numerus="yes">
        <source>%n set(s)</source>
        <translation>
            <numerusform>%n conjunto</numerusform>
            <numerusform>%n conjuntos</numerusform>
        </translation>
    </message>
    <message>
        <source>1 · Model and task</source>
        <translation>1 · Modelo y tarea</translation>
    </message>
    <message>
        <source>Base model</source>
        <translation>Modelo base</translation>
    </message>
    <message>
        <source>The model to adapt: the bundled one, or a folder in Hugging Face layout. A larger one costs memory and time in proportion.</source>
        <translation>El modelo que se adapta: el incluido, o una carpeta en formato Hugging Face. Uno mayor cuesta memoria y tiempo en proporción.</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Tarea</translation>
    </message>
    <message>
        <source>What the model learns to do</source>
        <translation>Lo que el modelo aprende a hacer</translation>
    </message>
    <message>
        <source>Training data</source>
        <translation>Entrenamiento</translation>
    </message>
    <message>
        <source>Click to choose, drop files here, Delete clears</source>
        <translation>Haz clic para elegir o suelta archivos aquí; Supr los quita</translation>
    </message>
    <message>
        <source>Validation data</source>
        <translation>Validación</translation>
    </message>
    <message>
        <source>Metrics and reliance are measured on these rows, never masked</source>
        <translation>Las métricas y la dependencia se miden en estas filas, nunca enmascaradas</translation>
    </message>
    <message>
        <source>Test data</source>
        <translation>Prueba</translation>
    </message>
    <message>
        <source>Used once, at the end of the run</source>
        <translation>Se usan una vez, al final de la ejecución</translation>
    </message>
    <message>
        <source>Reference texts</source>
        <translation>Referencia</translation>
    </message>
    <message>
        <source>Text that the model should not forget; never trained on. Each evaluation reads it once.</source>
        <translation>Texto que el modelo no debe olvidar; nunca se entrena con él. Cada evaluación lo lee una vez.</translation>
    </message>
    <message>
        <source>Bundled es/en</source>
        <translation>Incluido es/en</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>Elegir carpeta…</translation>
    </message>
    <message>
        <source>Change domain tokens</source>
        <translation>Cambiar los tokens del dominio</translation>
    </message>
    <message>
        <source>Domain tokens… (file)</source>
        <translation>Tokens del dominio… (archivo)</translation>
    </message>
    <message>
        <source>Domain tokens…</source>
        <translation>Tokens del dominio…</translation>
    </message>
    <message>
        <source>Words of your domain that the tokenizer cuts into many pieces can become tokens of their own</source>
        <translation>Las palabras de su dominio que el tokenizador corta en muchas piezas pueden pasar a ser tokens propios</translation>
    </message>
    <message>
        <source>Domain tokens… (%1)</source>
        <translation>Tokens del dominio… (%1)</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::ModelView</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>y %n más</numerusform>
            <numerusform>y %n más</numerusform>
        </translation>
    </message>
    <message>
        <source>This folder cannot be used</source>
        <translation>Esta carpeta no se puede usar</translation>
    </message>
    <message>
        <source>It cannot be loaded as it is</source>
        <translation>Así no se puede cargar</translation>
    </message>
    <message>
        <source>Worth knowing</source>
        <translation>Conviene saber</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>Reading the folder…</source>
        <translation>Leyendo la carpeta…</translation>
    </message>
    <message>
        <source>Only the headers of its files are read; a large model takes no longer.</source>
        <translation>Solo se leen las cabeceras de sus archivos; un modelo grande no tarda más.</translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation>Tensores</translation>
    </message>
    <message>
        <source>Filter: name, type, missing…</source>
        <translation>Filtrar: nombre, tipo, falta…</translation>
    </message>
    <message>
        <source>Filter tensors</source>
        <translation>Filtrar tensores</translation>
    </message>
    <message>
        <source>Shows the tensors with this text in their name, shape, type or note</source>
        <translation>Muestra los tensores con este texto en su nombre, forma, tipo o nota</translation>
    </message>
    <message>
        <source>Tensors of the model</source>
        <translation>Tensores del modelo</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::ModelsPage</name>
    <message>
        <source>Importing the model</source>
        <translation>Importar el modelo</translation>
    </message>
    <message>
        <source>Import a model or adapter folder in Hugging Face layout</source>
        <translation>Importar una carpeta de modelo o adaptador con la estructura de Hugging Face</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos los archivos (*)</translation>
    </message>
    <message>
        <source>Model file of llama2.c</source>
        <translation>Archivo de modelo de llama2.c</translation>
    </message>
    <message>
        <source>Models of llama2.c (*.bin)</source>
        <translation>Modelos de llama2.c (*.bin)</translation>
    </message>
    <message>
        <source>Its SentencePiece model</source>
        <translation>Su modelo de SentencePiece</translation>
    </message>
    <message>
        <source>SentencePiece models (*.model)</source>
        <translation>Modelos de SentencePiece (*.model)</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelos</translation>
    </message>
    <message>
        <source>What do I have: base models and adapters, and what is in them</source>
        <translation>Qué tengo: modelos base y adaptadores, y qué hay en ellos</translation>
    </message>
    <message>
        <source>Models that the studio knows of</source>
        <translation>Modelos que el estudio conoce</translation>
    </message>
    <message>
        <source>Or drop a folder anywhere on the window. It stays where it is.</source>
        <translation>O suelta una carpeta en cualquier lugar de la ventana. Se queda donde está.</translation>
    </message>
    <message>
        <source>Use in an experiment</source>
        <translation>Usar en un experimento</translation>
    </message>
    <message>
        <source>Opens the designer with this model; an adapter is trained further. Nothing runs before you press Start.</source>
        <translation>Abre el diseñador con este modelo; un adaptador se sigue entrenando. Nada se ejecuta hasta que pulses Iniciar.</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>Probarlo</translation>
    </message>
    <message>
        <source>Opens the playground with this model; it is loaded when you ask</source>
        <translation>Abre el banco de pruebas con este modelo; se carga cuando preguntes</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Abrir carpeta</translation>
    </message>
    <message>
        <source>Shows the folder in the file manager</source>
        <translation>Muestra la carpeta en el gestor de archivos</translation>
    </message>
    <message>
        <source>Import folder…</source>
        <translation>Importar carpeta…</translation>
    </message>
    <message>
        <source>Puts a folder in Hugging Face layout on this list; it is read, not copied</source>
        <translation>Pone en esta lista una carpeta con la estructura de Hugging Face; se lee, no se copia</translation>
    </message>
    <message>
        <source>Import a llama2.c file…</source>
        <translation>Importar un archivo de llama2.c…</translation>
    </message>
    <message>
        <source>Converts a model file of llama2.c and its tokenizer into a folder of the studio&apos;s own; takes the model&apos;s size on the disk</source>
        <translation>Convierte un archivo de modelo de llama2.c y su tokenizador en una carpeta propia del estudio; ocupa en disco lo que el modelo</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>Quitar de la lista</translation>
    </message>
    <message>
        <source>Forgets an imported folder; its files stay</source>
        <translation>Olvida una carpeta importada; sus archivos quedan</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>Leer de nuevo</translation>
    </message>
    <message>
        <source>Looks into the folder once more</source>
        <translation>Vuelve a mirar la carpeta</translation>
    </message>
    <message>
        <source>Find a tensor</source>
        <translation>Buscar un tensor</translation>
    </message>
    <message>
        <source>Goes to the filter of the tensors</source>
        <translation>Va al filtro de los tensores</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::NextStepsCard</name>
    <message>
        <source>Next steps</source>
        <translation>Próximos pasos</translation>
    </message>
    <message>
        <source>Compare runs</source>
        <translation>Comparar ejecuciones</translation>
    </message>
    <message>
        <source>Which one is better, and what did it cost?</source>
        <translation>¿Cuál es mejor y qué ha costado?</translation>
    </message>
    <message>
        <source>Needs two runs that finished.</source>
        <translation>Hacen falta dos ejecuciones terminadas.</translation>
    </message>
    <message>
        <source>Opens the comparison; it reads the runs and trains nothing</source>
        <translation>Abre la comparación; lee las ejecuciones y no entrena nada</translation>
    </message>
    <message>
        <source>Export the newest run</source>
        <translation>Exportar la última</translation>
    </message>
    <message>
        <source>“%1” as an adapter or a whole model.</source>
        <translation>«%1» como adaptador o modelo completo.</translation>
    </message>
    <message>
        <source>Needs a run that finished.</source>
        <translation>Hace falta una ejecución terminada.</translation>
    </message>
    <message>
        <source>Asks for format and folder; writing takes seconds</source>
        <translation>Pregunta por el formato y la carpeta; escribir lleva unos segundos</translation>
    </message>
    <message>
        <source>Mask a token class</source>
        <translation>Enmascarar una clase</translation>
    </message>
    <message>
        <source>Design a run that cannot lean on it, and see what changes.</source>
        <translation>Diseña una ejecución que no pueda apoyarse en ella y mira qué cambia.</translation>
    </message>
    <message>
        <source>Opens the designer with the defaults; nothing runs until you start it</source>
        <translation>Abre el diseñador con los valores predeterminados; nada se ejecuta hasta que lo inicies</translation>
    </message>
    <message>
        <source>Start the demo</source>
        <translation>Iniciar la demostración</translation>
    </message>
    <message>
        <source>Teaches the bundled model which program a help page is about.</source>
        <translation>Enseña al modelo incluido de qué programa trata una página de ayuda.</translation>
    </message>
    <message>
        <source>Trains the bundled model on the bundled data; takes a few minutes of the processor</source>
        <translation>Entrena el modelo incluido con los datos incluidos; ocupa el procesador unos minutos</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::NowCard</name>
    <message>
        <source>Nothing is running.</source>
        <translation>No hay nada en curso.</translation>
    </message>
    <message>
        <source>step %1 of %2</source>
        <translation>paso %1 de %2</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>quedan %1</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>y %n más</numerusform>
            <numerusform>y %n más</numerusform>
        </translation>
    </message>
    <message>
        <source>No run is waiting.</source>
        <translation>No hay ejecuciones en espera.</translation>
    </message>
    <message>
        <source>Running now</source>
        <translation>En curso</translation>
    </message>
    <message>
        <source>Share of the steps done</source>
        <translation>Proporción de pasos hechos</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>Observar</translation>
    </message>
    <message>
        <source>Opens the live curves of the running run</source>
        <translation>Abre las curvas en directo de la ejecución en curso</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Cola</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::PlaygroundPage</name>
    <message>
        <source>The patient came with [MASK] and a cough.</source>
        <translation>El paciente vino con [MASK] y tos.</translation>
    </message>
    <message>
        <source>Once upon a time</source>
        <translation>Érase una vez</translation>
    </message>
    <message>
        <source>The base has no head for this task: its answer would be random.</source>
        <translation>La base no tiene cabeza para esta tarea: su respuesta sería al azar.</translation>
    </message>
    <message>
        <source>Press Ask to see what the base says.</source>
        <translation>Pulsa Preguntar para ver qué dice la base.</translation>
    </message>
    <message>
        <source>Press Ask to see what the tuned model says.</source>
        <translation>Pulsa Preguntar para ver qué dice el modelo ajustado.</translation>
    </message>
    <message>
        <source>Choose a tuned model above, or train one: its answer stands here, beside that of the base.</source>
        <translation>Elige arriba un modelo ajustado, o entrena uno: su respuesta aparece aquí, junto a la de la base.</translation>
    </message>
    <message>
        <source>Playground</source>
        <translation>Pruebas</translation>
    </message>
    <message>
        <source>What did it learn: a text, and what the base and the tuned model make of it</source>
        <translation>Qué aprendió: un texto, y qué hacen de él la base y el modelo ajustado</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>Preguntar</translation>
    </message>
    <message>
        <source>Asks both models about the text; the first time they are loaded into memory</source>
        <translation>Pregunta a los dos modelos por el texto; la primera vez se cargan en memoria</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Ends the answers; what is written stays</source>
        <translation>Termina las respuestas; lo escrito queda</translation>
    </message>
    <message>
        <source>Next row</source>
        <translation>Fila siguiente</translation>
    </message>
    <message>
        <source>Puts the next row of the run&apos;s validation data into the field</source>
        <translation>Pone en el campo la fila siguiente de los datos de validación de la ejecución</translation>
    </message>
    <message>
        <source>Insert [MASK]</source>
        <translation>Insertar [MASK]</translation>
    </message>
    <message>
        <source>The models say which word stands in its place</source>
        <translation>Los modelos dicen qué palabra va en su lugar</translation>
    </message>
    <message>
        <source>Base</source>
        <translation>Base</translation>
    </message>
    <message>
        <source>Tuned</source>
        <translation>Ajustado</translation>
    </message>
    <message>
        <source>Try a text</source>
        <translation>Prueba un texto</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::PlotExport</name>
    <message>
        <source>Export as %1</source>
        <translation>Exportar como %1</translation>
    </message>
    <message>
        <source>%1 file (*.%2)</source>
        <translation>Archivo %1 (*.%2)</translation>
    </message>
    <message>
        <source>Exporting the plot</source>
        <translation>Exportar el gráfico</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::PlotLegend</name>
    <message>
        <source>Curve %1</source>
        <translation>Curva %1</translation>
    </message>
    <message>
        <source>%1: click to hide</source>
        <translation>%1: clic para ocultar</translation>
    </message>
    <message>
        <source>%1: click to show</source>
        <translation>%1: clic para mostrar</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::PlotMarks</name>
    <message>
        <source>Paused</source>
        <translation>En pausa</translation>
    </message>
    <message>
        <source>Resumed</source>
        <translation>Reanudada</translation>
    </message>
    <message>
        <source>Best so far</source>
        <translation>La mejor hasta ahora</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>Evaluación</translation>
    </message>
    <message>
        <source>Setting changed</source>
        <translation>Ajuste cambiado</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>Punto de control</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::PlotText</name>
    <message>
        <source>epoch %1</source>
        <translation>época %1</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 tokens</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>paso %1</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>épocas</translation>
    </message>
    <message>
        <source>tokens trained on</source>
        <translation>tokens entrenados</translation>
    </message>
    <message>
        <source>training time</source>
        <translation>tiempo de entrenamiento</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>pasos</translation>
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
    <message>
        <source>Values per token class as colours, class by step, instead of curves; on by itself when there are many classes</source>
        <translation>Los valores por clase de token como colores, clase por paso, en lugar de curvas; se activa solo cuando hay muchas clases</translation>
    </message>
    <message>
        <source>Token classes as heat maps</source>
        <translation>Clases de tokens como mapas de calor</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::PreviewPanel</name>
    <message>
        <source>row %1 of %2</source>
        <translation>fila %1 de %2</translation>
    </message>
    <message>
        <source>row %1</source>
        <translation>fila %1</translation>
    </message>
    <message>
        <source>label: %1</source>
        <translation>etiqueta: %1</translation>
    </message>
    <message>
        <source>cut at the maximum length</source>
        <translation>cortada en la longitud máxima</translation>
    </message>
    <message>
        <source>no class is masked</source>
        <translation>ninguna clase se enmascara</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>paso %1</translation>
    </message>
    <message>
        <source>step %1: nothing masked here</source>
        <translation>paso %1: aquí no se enmascara nada</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vista previa</translation>
    </message>
    <message>
        <source>Previous row</source>
        <translation>Fila anterior</translation>
    </message>
    <message>
        <source>Previous row of the training data</source>
        <translation>Fila anterior de los datos de entrenamiento</translation>
    </message>
    <message>
        <source>Next row</source>
        <translation>Fila siguiente</translation>
    </message>
    <message>
        <source>Next row of the training data</source>
        <translation>Fila siguiente de los datos de entrenamiento</translation>
    </message>
    <message>
        <source>Next draw</source>
        <translation>Otro sorteo</translation>
    </message>
    <message>
        <source>The same row in another step of the run, where the masks fall otherwise</source>
        <translation>La misma fila en otro paso de la ejecución, donde las máscaras caen de otro modo</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::RecentRunsModel</name>
    <message>
        <source>Without punctuation</source>
        <translation>Sin puntuación</translation>
    </message>
    <message>
        <source>Forgetting (nats)</source>
        <translation>Olvido (nats)</translation>
    </message>
    <message>
        <source>Reliance on %1</source>
        <translation>Dependencia de %1</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::RecipeText</name>
    <message>
        <source>Classify rows</source>
        <translation>Clasificar filas</translation>
    </message>
    <message>
        <source>Label tokens</source>
        <translation>Etiquetar tokens</translation>
    </message>
    <message>
        <source>Causal language model</source>
        <translation>Modelo causal</translation>
    </message>
    <message>
        <source>Masked language model</source>
        <translation>Modelo enmascarado</translation>
    </message>
    <message>
        <source>input</source>
        <translation>entrada</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>pérdida</translation>
    </message>
    <message>
        <source>attention</source>
        <translation>atención</translation>
    </message>
    <message>
        <source>The token is replaced: the model must do without it. Costs nothing.</source>
        <translation>El token se sustituye: el modelo tiene que arreglarse sin él. No cuesta nada.</translation>
    </message>
    <message>
        <source>The token is seen, but its label teaches nothing. Needs labels of tokens.</source>
        <translation>El token se ve, pero su etiqueta no enseña nada. Necesita etiquetas por token.</translation>
    </message>
    <message>
        <source>No other position can look at the token; it stays in its place.</source>
        <translation>Ninguna otra posición puede mirar el token, que sigue en su sitio.</translation>
    </message>
    <message>
        <source>a random token</source>
        <translation>un token al azar</translation>
    </message>
    <message>
        <source>nothing (dropped)</source>
        <translation>nada (se elimina)</translation>
    </message>
    <message>
        <source>constant</source>
        <translation>constante</translation>
    </message>
    <message>
        <source>ramp</source>
        <translation>rampa</translation>
    </message>
    <message>
        <source>alternate</source>
        <translation>alterno</translation>
    </message>
    <message>
        <source>linear</source>
        <translation>lineal</translation>
    </message>
    <message>
        <source>cosine</source>
        <translation>coseno</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automática</translation>
    </message>
    <message>
        <source>automatic</source>
        <comment>device</comment>
        <translation>automático</translation>
    </message>
    <message>
        <source>Unicode property</source>
        <translation>Propiedad Unicode</translation>
    </message>
    <message>
        <source>Pattern</source>
        <translation>Patrón</translation>
    </message>
    <message>
        <source>Word list</source>
        <translation>Lista de palabras</translation>
    </message>
    <message>
        <source>Frequency</source>
        <translation>Frecuencia</translation>
    </message>
    <message>
        <source>Every token</source>
        <translation>Todos los tokens</translation>
    </message>
    <message>
        <source>Unicode property %1</source>
        <translation>Propiedad Unicode %1</translation>
    </message>
    <message>
        <source>Pattern %1</source>
        <translation>Patrón %1</translation>
    </message>
    <message>
        <source>Words of %1</source>
        <translation>Palabras de %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln word(s)</source>
        <translation>
            <numerusform>%Ln palabra</numerusform>
            <numerusform>%Ln palabras</numerusform>
        </translation>
    </message>
    <message>
        <source>Words with a share of %1 to %2</source>
        <translation>Palabras con una proporción de %1 a %2</translation>
    </message>
    <message>
        <source>Every token that is not special</source>
        <translation>Todo token que no sea especial</translation>
    </message>
    <message>
        <source>Several labels a row</source>
        <translation>Varias etiquetas por fila</translation>
    </message>
    <message>
        <source>Estimate a number</source>
        <translation>Estimar un número</translation>
    </message>
    <message>
        <source>Answer questions</source>
        <translation>Responder preguntas</translation>
    </message>
    <message>
        <source>Multiple choice</source>
        <translation>Elegir una opción</translation>
    </message>
    <message>
        <source>Next sentence</source>
        <translation>Frase siguiente</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::ResultModel</name>
    <message>
        <source>Without punctuation</source>
        <translation>Sin puntuación</translation>
    </message>
    <message>
        <source>Reliance on %1</source>
        <translation>Dependencia de %1</translation>
    </message>
    <message>
        <source>Forgetting</source>
        <translation>Olvido</translation>
    </message>
    <message>
        <source>Rise of the loss on the reference texts in nats, mean over the sets; lower is better</source>
        <translation>Aumento de la pérdida en los textos de referencia, en nats, media de los conjuntos; menos es mejor</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Ejecuciones</translation>
    </message>
    <message>
        <source>Best of the column</source>
        <translation>El mejor de la columna</translation>
    </message>
    <message>
        <source>How much worse the task&apos;s metric gets when %1 is masked at the input; lower is less over-specialised</source>
        <translation>Cuánto empeora la métrica de la tarea al enmascarar %1 en la entrada; menos es menos sobreespecializado</translation>
    </message>
    <message>
        <source>Behind ×, how many runs differ in their seed only</source>
        <translation>Detrás de ×, cuántas ejecuciones difieren solo en la semilla</translation>
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
    <name>tamiz::ui::RunCardList</name>
    <message>
        <source>step %1</source>
        <translation>paso %1</translation>
    </message>
    <message>
        <source>Loss: no points yet</source>
        <translation>Pérdida: aún sin puntos</translation>
    </message>
    <message>
        <source>Loss: %1 nats</source>
        <translation>Pérdida: %1 nats</translation>
    </message>
    <message>
        <source>Nothing measured yet</source>
        <translation>Aún no se ha medido nada</translation>
    </message>
    <message>
        <source>Loss: %1</source>
        <translation>Pérdida: %1</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::RunChooser</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Ejecuciones</translation>
    </message>
    <message>
        <source>Filter by name, group or tag</source>
        <translation>Filtrar por nombre, grupo o etiqueta</translation>
    </message>
    <message>
        <source>Filter runs</source>
        <translation>Filtrar ejecuciones</translation>
    </message>
    <message>
        <source>Shows the runs with all of these words; ticks stay</source>
        <translation>Muestra las ejecuciones con todas estas palabras; las marcas se mantienen</translation>
    </message>
    <message>
        <source>Runs to compare</source>
        <translation>Ejecuciones que comparar</translation>
    </message>
    <message>
        <source>Tick shown</source>
        <translation>Marcar visibles</translation>
    </message>
    <message>
        <source>Adds every run of the list below the filter to the comparison</source>
        <translation>Añade a la comparación todas las ejecuciones de la lista filtrada</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Takes all ticks away</source>
        <translation>Quita todas las marcas</translation>
    </message>
    <message>
        <source>Ticked runs, of all runs</source>
        <translation>Ejecuciones marcadas, del total</translation>
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
        <translation>Cambia la búsqueda o los filtros de arriba.</translation>
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
    <message>
        <source>Results</source>
        <translation>Resultados</translation>
    </message>
    <message>
        <source>What was measured last: task, reliance and forgetting, text by text</source>
        <translation>Lo último que se midió: tarea, dependencia y olvido, texto por texto</translation>
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
        <source>%Ln earlier line(s) are only in log.txt of the run folder.</source>
        <translation>
            <numerusform>%Ln línea anterior está solo en log.txt, en la carpeta de la ejecución.</numerusform>
            <numerusform>%Ln líneas anteriores están solo en log.txt, en la carpeta de la ejecución.</numerusform>
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
    <message>
        <source>Recent losses; lower is better</source>
        <translation>Pérdidas recientes; menos es mejor</translation>
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
        <translation>Diseña un experimento y pulsa Iniciar, o deja que la demostración muestre una primera ejecución con el modelo y los datos incluidos.</translation>
    </message>
    <message>
        <source>New experiment</source>
        <translation>Nuevo experimento</translation>
    </message>
    <message>
        <source>Opens the designer; nothing runs before you press Start</source>
        <translation>Abre el diseñador; nada se ejecuta hasta que pulses Iniciar</translation>
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
    <name>tamiz::ui::SamplingFields</name>
    <message>
        <source>New tokens</source>
        <translation>Tokens nuevos</translation>
    </message>
    <message>
        <source>At most; each one takes the same time</source>
        <translation>Como máximo; cada uno tarda lo mismo</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatura</translation>
    </message>
    <message>
        <source>0 takes the likeliest token, more is more varied</source>
        <translation>0 toma el token más probable; con más, más variado</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Semilla</translation>
    </message>
    <message>
        <source>The same seed draws the same text</source>
        <translation>La misma semilla da el mismo texto</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::ScatterPlot</name>
    <message>
        <source>Scatter plot. Left and Right go from point to point, Return activates the point.</source>
        <translation>Gráfico de dispersión. Izquierda y Derecha van de un punto a otro; Intro activa el punto.</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>Mostrar todo</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::ScoreTableModel</name>
    <message>
        <source>Probability</source>
        <translation>Probabilidad</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>Máscara</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
    <message>
        <source>Word</source>
        <translation>Palabra</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Etiqueta</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Respuesta</translation>
    </message>
    <message>
        <source>Estimate</source>
        <translation>Estimación</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::ScreenshotSession</name>
    <message>
        <source>demo</source>
        <translation>demostración</translation>
    </message>
    <message>
        <source>live</source>
        <translation>en directo</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::ScreenshotTour</name>
    <message>
        <source>the folder %1 cannot be made</source>
        <translation>no se puede crear la carpeta %1</translation>
    </message>
    <message>
        <source>the page %1 did not become ready</source>
        <translation>la página %1 no llegó a estar lista</translation>
    </message>
    <message>
        <source>%1 cannot be written</source>
        <translation>no se puede escribir %1</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::StateBadge</name>
    <message>
        <source>State: %1</source>
        <translation>Estado: %1</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::SummaryPanel</name>
    <message>
        <source>%1 trainable</source>
        <translation>%1 entrenables</translation>
    </message>
    <message>
        <source>of %1 parameters (%2)</source>
        <translation>de %1 parámetros (%2)</translation>
    </message>
    <message>
        <source>Parameters appear with the model</source>
        <translation>Los parámetros aparecen con el modelo</translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>%1 libres</translation>
    </message>
    <message>
        <source>Timed on this machine with this recipe</source>
        <translation>Cronometrado en esta máquina con esta receta</translation>
    </message>
    <message>
        <source>Estimated; Measure times a step on this machine</source>
        <translation>Estimado; Medir cronometra un paso en esta máquina</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Error</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Aviso</translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n error</numerusform>
            <numerusform>%n errores</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n aviso</numerusform>
            <numerusform>%n avisos</numerusform>
        </translation>
    </message>
    <message>
        <source>No problems found</source>
        <translation>Sin problemas</translation>
    </message>
    <message>
        <source>Cannot start: %1</source>
        <translation>No se puede iniciar: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s): no mask, class mask, random mask</source>
        <translation>
            <numerusform>%n ejecución: sin máscara, de clase, al azar</numerusform>
            <numerusform>%n ejecuciones: sin máscara, de clase, al azar</numerusform>
        </translation>
    </message>
    <message>
        <source>One run of this recipe</source>
        <translation>Una ejecución de esta receta</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>Resumen</translation>
    </message>
    <message>
        <source>Memory, training</source>
        <translation>Memoria al entrenar</translation>
    </message>
    <message>
        <source>Memory, evaluation</source>
        <translation>Memoria al evaluar</translation>
    </message>
    <message>
        <source>Memory, free</source>
        <translation>Memoria libre</translation>
    </message>
    <message>
        <source>Time an epoch</source>
        <translation>Tiempo por época</translation>
    </message>
    <message>
        <source>Time in all</source>
        <translation>Tiempo total</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Disco</translation>
    </message>
    <message>
        <source>Problems of the recipe</source>
        <translation>Problemas de la receta</translation>
    </message>
    <message>
        <source>Name of the run</source>
        <translation>Nombre de la ejecución</translation>
    </message>
    <message>
        <source>experiment</source>
        <translation>experimento</translation>
    </message>
    <message>
        <source>Control experiment</source>
        <translation>Experimento de control</translation>
    </message>
    <message>
        <source>Queues the recipe without masks, with its masks, and with random masks of the same number of tokens, each with several seeds. Costs three runs a seed.</source>
        <translation>Pone en cola la receta sin máscaras, con sus máscaras y con máscaras al azar del mismo número de tokens, cada una con varias semillas. Cuesta tres ejecuciones por semilla.</translation>
    </message>
    <message>
        <source>Number of seeds</source>
        <translation>Número de semillas</translation>
    </message>
    <message>
        <source>seeds: </source>
        <translation>semillas: </translation>
    </message>
    <message>
        <source>How the run is called in lists, files and reports; costs nothing</source>
        <translation>Cómo se llama la ejecución en listas, archivos e informes; no cuesta nada</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::TensorTableModel</name>
    <message>
        <source>not used</source>
        <translation>no se usa</translation>
    </message>
    <message>
        <source>In the files, but no part of this architecture</source>
        <translation>Está en los archivos, pero no es parte de esta arquitectura</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>falta</translation>
    </message>
    <message>
        <source>Not in the files: it starts with random values</source>
        <translation>No está en los archivos: empieza con valores al azar</translation>
    </message>
    <message>
        <source>expected %1</source>
        <translation>se esperaba %1</translation>
    </message>
    <message>
        <source>The model cannot take it: config.json asks for another shape</source>
        <translation>El modelo no lo admite: config.json pide otra forma</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>Forma</translation>
    </message>
    <message>
        <source>Tensor</source>
        <translation>Tensor</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::TokenClassDelegate</name>
    <message>
        <source>not masked</source>
        <translation>sin máscara</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::TokenClassModel</name>
    <message>
        <source>%1, random</source>
        <translation>%1, al azar</translation>
    </message>
    <message>
        <source>%1 of the training data&apos;s tokens</source>
        <translation>%1 de los tokens de entrenamiento</translation>
    </message>
    <message>
        <source>Counted when the data are read</source>
        <translation>Se cuenta al leer los datos</translation>
    </message>
    <message>
        <source>The base model&apos;s metric: %1; with the class masked: %2</source>
        <translation>Métrica del modelo base: %1; con la clase enmascarada: %2</translation>
    </message>
    <message>
        <source>What the base model loses without this class. Not measured yet.</source>
        <translation>Lo que el modelo base pierde sin esta clase. Aún no se ha medido.</translation>
    </message>
    <message>
        <source>Not masked. Choose a mode to mask this class.</source>
        <translation>Sin máscara. Elige un modo para enmascarar esta clase.</translation>
    </message>
    <message>
        <source>Probability of each token of the class, in a step in which the rule is active</source>
        <translation>Probabilidad de cada token de la clase, en un paso en que la regla está activa</translation>
    </message>
    <message>
        <source>Share of the steps in which the rule is active</source>
        <translation>Proporción de pasos en que la regla está activa</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Clase</translation>
    </message>
    <message>
        <source>Reliance</source>
        <translation>Dependencia</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>Modo</translation>
    </message>
    <message>
        <source>Prob.</source>
        <translation>Prob.</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Pasos</translation>
    </message>
    <message>
        <source>Stop masking %1</source>
        <translation>Dejar de enmascarar %1</translation>
    </message>
    <message>
        <source>Mask %1</source>
        <translation>Enmascarar %1</translation>
    </message>
    <message>
        <source>Rename class</source>
        <translation>Renombrar la clase</translation>
    </message>
    <message>
        <source>Change probability</source>
        <translation>Cambiar la probabilidad</translation>
    </message>
    <message>
        <source>Change share of steps</source>
        <translation>Cambiar la proporción de pasos</translation>
    </message>
    <message>
        <source>Freq.</source>
        <translation>Frec.</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::TokenFlow</name>
    <message>
        <source>%1 (id %2)</source>
        <translation>%1 (id %2)</translation>
    </message>
    <message>
        <source>special token: never masked</source>
        <translation>token especial: nunca se enmascara</translation>
    </message>
    <message>
        <source>class: %1</source>
        <translation>clase: %1</translation>
    </message>
    <message>
        <source>label: %1</source>
        <translation>etiqueta: %1</translation>
    </message>
    <message>
        <source>dropped in this step</source>
        <translation>eliminado en este paso</translation>
    </message>
    <message>
        <source>replaced by %1 (id %2)</source>
        <translation>sustituido por %1 (id %2)</translation>
    </message>
    <message>
        <source>hidden from attention in this step</source>
        <translation>oculto a la atención en este paso</translation>
    </message>
    <message>
        <source>its label is ignored in this step</source>
        <translation>su etiqueta no cuenta en este paso</translation>
    </message>
    <message>
        <source>Tokens of the row</source>
        <translation>Tokens de la fila</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::TrainingPanel</name>
    <message>
        <source>Change learning rate schedule</source>
        <translation>Cambiar el plan de la tasa de aprendizaje</translation>
    </message>
    <message>
        <source>Change device</source>
        <translation>Cambiar el dispositivo</translation>
    </message>
    <message>
        <source>Change precision</source>
        <translation>Cambiar la precisión</translation>
    </message>
    <message>
        <source>Change training</source>
        <translation>Cambiar el entrenamiento</translation>
    </message>
    <message>
        <source>Change learning rate</source>
        <translation>Cambiar la tasa de aprendizaje</translation>
    </message>
    <message>
        <source>Change seed</source>
        <translation>Cambiar la semilla</translation>
    </message>
    <message>
        <source>4 · Training</source>
        <translation>4 · Entrenamiento</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>Épocas</translation>
    </message>
    <message>
        <source>Passes over the training data. Time grows in proportion.</source>
        <translation>Pasadas por los datos de entrenamiento. El tiempo crece en proporción.</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>Lote</translation>
    </message>
    <message>
        <source>Rows a micro-step. Memory grows in proportion.</source>
        <translation>Filas por micropaso. La memoria crece en proporción.</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>Tasa de aprend.</translation>
    </message>
    <message>
        <source>Peak of the schedule. Usual: 1e-5 to 1e-4 for full training, up to 1e-3 for LoRA.</source>
        <translation>Tasa de aprendizaje máxima. Lo usual: de 1e-5 a 1e-4 en entrenamiento completo, hasta 1e-3 con LoRA.</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Learning rate after the warm-up</source>
        <translation>Tasa de aprendizaje tras el calentamiento</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>Calentamiento</translation>
    </message>
    <message>
        <source>Share of the steps in which the learning rate rises from 0</source>
        <translation>Proporción de pasos en que la tasa de aprendizaje sube desde 0</translation>
    </message>
    <message>
        <source>Accumulation</source>
        <translation>Acumulación</translation>
    </message>
    <message>
        <source>Micro-steps an optimiser step: a larger batch without its memory.</source>
        <translation>Micropasos por paso del optimizador: un lote mayor sin su memoria.</translation>
    </message>
    <message>
        <source>Max. tokens</source>
        <translation>Tokens máx.</translation>
    </message>
    <message>
        <source>Tokens a row; longer rows are cut. Time and memory grow with it.</source>
        <translation>Tokens por fila; las filas más largas se cortan. El tiempo y la memoria crecen con él.</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>Decaimiento</translation>
    </message>
    <message>
        <source>Pulls weights towards 0; not on biases and norms</source>
        <translation>Acerca los pesos a 0; no en sesgos ni normas</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Dispositivo</translation>
    </message>
    <message>
        <source>Automatic takes the GPU where LibTorch has CUDA and finds one, else the processor.</source>
        <translation>El automático es la GPU si LibTorch tiene CUDA y encuentra una; si no, el procesador.</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Precisión</translation>
    </message>
    <message>
        <source>Automatic takes bf16 products where the device has them: up to twice as fast. The master weights stay in fp32.</source>
        <translation>La automática usa productos bf16 donde el dispositivo los tiene: hasta el doble de rápida. Los pesos maestros siguen en fp32.</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Semilla</translation>
    </message>
    <message>
        <source>Every random draw follows from it: the same seed gives the same run.</source>
        <translation>Todo sorteo depende de ella: la misma semilla da la misma ejecución.</translation>
    </message>
    <message>
        <source>More settings</source>
        <translation>Más ajustes</translation>
    </message>
    <message>
        <source>Change activations</source>
        <translation>Cambiar las activaciones</translation>
    </message>
    <message>
        <source>Activations</source>
        <translation>Activaciones</translation>
    </message>
    <message>
        <source>Kept for the gradients, or computed again layer by layer: less memory, about a third more time. The summary shows both.</source>
        <translation>Se guardan para los gradientes, o se recalculan capa por capa: menos memoria, cerca de un tercio más de tiempo. El resumen muestra ambas cosas.</translation>
    </message>
    <message>
        <source>Accumulation, maximum length, weight decay, device, precision, activations and seed</source>
        <translation>Acumulación, longitud máxima, decaimiento de pesos, dispositivo, precisión, activaciones y semilla</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Recompute</source>
        <translation>Recalcular</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::TrialModels</name>
    <message>
        <source>None</source>
        <translation>Ninguno</translation>
    </message>
    <message>
        <source>Base</source>
        <translation>Base</translation>
    </message>
    <message>
        <source>The model as it was before the training</source>
        <translation>El modelo como era antes del entrenamiento</translation>
    </message>
    <message>
        <source>Tuned</source>
        <translation>Ajustado</translation>
    </message>
    <message>
        <source>What a finished run left, or a folder that you imported</source>
        <translation>Lo que dejó una ejecución terminada, o una carpeta que importó</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::TrialText</name>
    <message>
        <source>(no answer)</source>
        <translation>(sin respuesta)</translation>
    </message>
</context>
<context>
    <name>tamiz::ui::TrialTexts</name>
    <message>
        <source>Text for the models</source>
        <translation>Texto para los modelos</translation>
    </message>
    <message>
        <source>Write here, or take a row of the data; Ctrl+Return asks</source>
        <translation>Escribe aquí o toma una fila de los datos; Ctrl+Intro pregunta</translation>
    </message>
    <message>
        <source>Write a question, then press Ask (Ctrl+Return).</source>
        <translation>Escribe una pregunta y pulsa Preguntar (Ctrl+Intro).</translation>
    </message>
    <message>
        <source>Write a text, then press Ask (Ctrl+Return).</source>
        <translation>Escribe un texto y pulsa Preguntar (Ctrl+Intro).</translation>
    </message>
    <message>
        <source>The text in which the answer stands</source>
        <translation>El texto en el que está la respuesta</translation>
    </message>
    <message>
        <source>The choices, one a line</source>
        <translation>Las opciones, una por línea</translation>
    </message>
    <message>
        <source>The text that may come next</source>
        <translation>El texto que quizá sigue</translation>
    </message>
</context>
</TS>
