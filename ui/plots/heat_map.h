// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <QStringList>
#include <QWidget>

namespace tamiz::ui {

class PlotReadout;
struct PlotPicture;

/// One value for each row (a token class) and column (a step) as a colour. All values are kept; where
/// a pixel holds several columns it shows the last finite one. Values that are not finite are hatched.
/// Arrow keys move a cell cursor, whose value is read out; so does the mouse. GUI thread only.
class HeatMap final : public QWidget
{
    Q_OBJECT

public:
    struct Cell
    {
        int row = 0;
        int column = 0;

        bool operator==(const Cell &) const = default;
    };

    explicit HeatMap(QWidget *parent = nullptr);

    /// @p values is row-major, rows x steps; what is missing at its end counts as not measured.
    void setValues(const QStringList &rows, std::vector<std::int64_t> steps,
                   std::vector<double> values);
    void setTitle(const QString &title);
    void setEmptyText(const QString &text);
    /// Two colours around zero, for differences; else one colour from the lowest to the highest.
    void setDiverging(bool isDiverging);

    double value(Cell cell) const; ///< NaN when not measured
    QColor colorOf(double value) const;
    std::optional<Cell> cellAt(const QPoint &position) const;
    QRect cellRect(Cell cell) const;
    std::optional<Cell> current() const { return m_current; }
    /// The cursor that plots share, as a frame around a column.
    void setCursorColumn(std::optional<int> column);
    QString readout() const;
    /// What is on the screen, title included; meant for its own size.
    PlotPicture picture();

    QSize sizeHint() const override { return { 480, 240 }; }
    QSize minimumSizeHint() const override { return { 240, 120 }; }

signals:
    void columnEntered(int column); ///< by mouse or keyboard
    void columnLeft();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QRect cellsArea() const;
    void setCurrent(std::optional<Cell> cell);
    void showReadout();
    void paintCells(QPainter &painter, const QRect &area) const;
    void paintLabels(QPainter &painter, const QRect &area) const;
    void paintScale(QPainter &painter, const QRect &area) const;

    QString m_title;
    QString m_emptyText;
    QStringList m_rows;
    std::vector<std::int64_t> m_steps;
    std::vector<double> m_values;
    double m_lowest = 0;
    double m_highest = 1;
    bool m_isDiverging = false;
    std::optional<Cell> m_current;
    std::optional<int> m_cursorColumn;
    PlotReadout *m_readout;
};

} // namespace tamiz::ui
