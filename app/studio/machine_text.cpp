// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/machine_text.h"

#include <QCoreApplication>

#include "ui/bridge/convert.h"
#include "ui/widgets/quantity_text.h"

namespace tamiz::ui {

namespace {

struct MachineText
{
    Q_DECLARE_TR_FUNCTIONS(MachineText)
};

QString blasName(const engine::MachineReport &machine)
{
    if (machine.isReferenceBlas)
        return MachineText::tr("reference BLAS");
    const QString path = toQt(machine.blas);
    if (path.contains(QLatin1String("openblas")))
        return QStringLiteral("OpenBLAS");
    if (path.contains(QLatin1String("mkl")))
        return QStringLiteral("MKL");
    return path.isEmpty() ? MachineText::tr("unknown BLAS") : path.section(QLatin1Char('/'), -1);
}

} // namespace

QString machineSummary(const engine::MachineReport &machine)
{
    QStringList parts { QStringLiteral("CPU"),
                        MachineText::tr("%n thread(s)", nullptr, machine.threads),
                        blasName(machine), toQt(machine.instructions) };
    if (machine.gpu)
        parts.prepend(toQt(machine.gpu->name));
    return parts.join(QStringLiteral(" · "));
}

QString machineWarning(const engine::MachineReport &machine)
{
    if (!machine.isTrainingSlow)
        return {};
    if (machine.isReferenceBlas) {
        return MachineText::tr(
            "The reference BLAS is in use: training is some 25 times slower than "
            "it could be. Install the package libopenblas0-openmp and start the "
            "studio again.");
    }
    if (toQt(machine.blas).contains(QLatin1String("openblas-pthread"))) {
        return MachineText::tr(
            "OpenBLAS with threads of its own is in use: training is 2 to 3 times "
            "slower than with the package libopenblas0-openmp.");
    }
    return toQt(machine.warning);
}

std::vector<std::pair<QString, QString>> machineFacts(const engine::MachineReport &machine)
{
    QString blas = toQt(machine.blas);
    if (!machine.blasKernel.empty())
        blas += QStringLiteral(" (%1)").arg(toQt(machine.blasKernel));
    std::vector<std::pair<QString, QString>> facts {
        { MachineText::tr("Linear algebra"), blas },
        { MachineText::tr("Vector instructions"), toQt(machine.instructions) },
        { MachineText::tr("Threads"), QString::number(machine.threads) }
    };
    if (machine.gpu) {
        facts.push_back({ MachineText::tr("GPU"),
                          MachineText::tr("%1, %2 of memory")
                              .arg(toQt(machine.gpu->name), bytesText(machine.gpu->memoryBytes)) });
    }
    return facts;
}

} // namespace tamiz::ui
