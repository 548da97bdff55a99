// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include <QObject>
#include <QPointer>

#include "core/runs/workbench.h"

namespace tamiz::ui {

/// Asks a Workbench on worker threads and answers on the GUI thread. A question belongs to a guard
/// object; a newer one of the same kind from the same guard replaces the older (which is asked to
/// stop), whose answer never arrives; nothing arrives once the guard is gone. Quick questions never
/// wait for slow ones. The destructor cancels and joins. GUI thread only.
class WorkbenchClient final : public QObject
{
    Q_OBJECT

public:
    template<typename T>
    using Done = std::function<void(const Result<T> &)>;

    /// @p workbench must live longer than this object; it is called from several threads.
    explicit WorkbenchClient(Workbench &workbench, QObject *parent = nullptr);
    ~WorkbenchClient() override;

    std::filesystem::path resourceFolder() const;

    void inspectModel(QObject *guard, const Recipe &recipe, Done<ModelInfo> done);
    void inspectData(QObject *guard, const Recipe &recipe, Done<DataInfo> done);
    void preview(QObject *guard, const Recipe &recipe, std::int64_t first, int count,
                 std::int64_t draw, Done<std::vector<PreviewRow>> done);
    void estimate(QObject *guard, const Recipe &recipe, const DataInfo &data, Done<Estimate> done);
    void measure(QObject *guard, const Recipe &recipe, Done<Estimate> done);
    void measureReliance(QObject *guard, const Recipe &recipe,
                         Done<std::vector<RelianceValue>> done);
    void proposeTokens(QObject *guard, const Recipe &recipe, const ProposalOptions &options,
                       Done<TokenProposals> done);
    void exportRun(QObject *guard, const std::filesystem::path &runFolder,
                   const std::string &format, const std::filesystem::path &destination,
                   Done<ExportReport> done);
    void inspectFolder(QObject *guard, const std::filesystem::path &folder,
                       Done<ModelDetails> done);
    void importLlama2c(QObject *guard, const std::filesystem::path &file,
                       const std::filesystem::path &tokenizer, const std::filesystem::path &library,
                       const std::string &name, Done<ExportReport> done);
    void taskOf(QObject *guard, const TrialModel &model, Done<TaskType> done);
    void answer(QObject *guard, const TrialQuestion &question, Done<TrialAnswer> done);
    /// @p grow gets each new piece of text before @p done gets the whole; stop() ends it early.
    void continueText(QObject *guard, const ContinuationQuestion &question,
                      std::function<void(const std::string &)> grow, Done<Continuation> done);

    /// Asks what @p guard waits for to end early; unlike after cancel() the answers arrive.
    void stop(QObject *guard);

    /// Stops what @p guard asked; none of its answers arrives any more.
    void cancel(QObject *guard);

    /// Questions whose answers have not arrived; of one guard, or of all.
    int pendingCount(const QObject *guard = nullptr) const;

signals:
    void pendingChanged(int count);

private:
    enum class Kind {
        Model,
        Data,
        Preview,
        Estimate,
        Measure,
        Reliance,
        Proposals,
        Export,
        Folder,
        Import,
        Task,
        Trial
    };
    using Key = std::pair<QObject *, Kind>;
    using Delivery = std::function<void()>;
    using Work = std::function<Delivery(RunControl &)>;

    class Lane;
    struct Pending
    {
        std::uint64_t token = 0;
        QPointer<QObject> guard;
        std::shared_ptr<RunControl> control;
    };

    template<typename T>
    void ask(QObject *guard, Kind kind, std::function<Result<T>(RunControl &)> question,
             Done<T> done);
    void post(QObject *guard, Kind kind, Work work);
    void deliver(const Key &key, std::uint64_t token, const Delivery &delivery);
    bool isNewest(const Key &key, std::uint64_t token) const;
    Lane &laneOf(Kind kind);

    static constexpr std::size_t kLanes = 5;

    Workbench &m_workbench;
    std::uint64_t m_lastToken = 0;
    std::map<Key, Pending> m_pending;
    std::array<std::unique_ptr<Lane>, kLanes> m_lanes;
};

} // namespace tamiz::ui
