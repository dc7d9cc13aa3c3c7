using MlNetXai.Explanations.Evaluation;

namespace MlNetXai.MLNet.Evaluation;

/// <summary>Makes figures of what a measure says of each row.</summary>
/// <param name="bootstrap">Patients of the rows.</param>
internal sealed class ColumnFigures(PatientBootstrap bootstrap)
{
    /// <summary>A figure of a column.</summary>
    public ColumnFigure Of(string column, string method, string figure, double[] perRow, double? at = null, string part = "") =>
        new() { Column = column, Method = method, Figure = figure, At = at, Part = part, PerRow = perRow, Value = bootstrap.Mean(perRow) };

    /// <summary>A figure of a column at every point of a curve.</summary>
    public IEnumerable<ColumnFigure> Curve(string column, string method, string figure, RowCurves curves) =>
        curves.Points.Select((at, point) => Of(column, method, figure, [.. curves.PerRow.Select(row => row[point])], at));
}
