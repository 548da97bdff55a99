<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en_US">
<context>
    <name>tamiz::ui::RunActions</name>
    <message numerus="yes">
        <source>Delete %n runs?</source>
        <translation>
            <numerusform>Delete %n run?</numerusform>
            <numerusform>Delete %n runs?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tamiz::ui::RunListPanel</name>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tamiz::ui::RunLogView</name>
    <message numerus="yes">
        <source>%n earlier line(s) are only in log.txt of the run folder.</source>
        <translation>
            <numerusform>%n earlier line is only in log.txt of the run folder.</numerusform>
            <numerusform>%n earlier lines are only in log.txt of the run folder.</numerusform>
        </translation>
    </message>
</context>
</TS>
