using System.Globalization;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>How often rows of each class were assigned to each class.</summary>
/// <remarks>Classes stand in the order of their keys; of a binary task positive comes first.</remarks>
public sealed class ConfusionMatrix
{
    private const int NarrowestCell = 6;

    private readonly string _heading;
    private readonly IReadOnlyList<string> _classNames;

    /// <param name="counts"><c>[actual][predicted]</c>.</param>
    /// <param name="classNames">One per class.</param>
    /// <param name="heading">First line of the formatted table.</param>
    internal ConfusionMatrix(double[][] counts, IReadOnlyList<string> classNames, string heading = "")
    {
        (Counts, _classNames, _heading) = (counts, classNames, heading);
        PerClassPrecision = [.. counts.Select((_, index) => Share(counts[index][index], counts.Sum(row => row[index])))];
        PerClassRecall = [.. counts.Select((row, index) => Share(row[index], row.Sum()))];
    }

    /// <summary>Rows as <c>[actual][predicted]</c>.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Counts { get; }

    /// <summary>Share of correct ones among the rows assigned to a class; 0 when there are none.</summary>
    public IReadOnlyList<double> PerClassPrecision { get; }

    /// <summary>Share of correct ones among the rows of a class; 0 when there are none.</summary>
    public IReadOnlyList<double> PerClassRecall { get; }

    public int NumberOfClasses => Counts.Count;

    public double GetCountForClassPair(int predictedClassIndicatorIndex, int actualClassIndicatorIndex) =>
        Counts[actualClassIndicatorIndex][predictedClassIndicatorIndex];

    /// <summary>The counts as text, with recall at the right and precision at the bottom.</summary>
    public string GetFormattedConfusionTable()
    {
        int[] widths = [.. Counts.Select((_, column) => Width(column))];
        int label = Math.Max("PREDICTED".Length, _classNames.Max(name => name.Length));
        string rule = new('=', widths.Sum(width => width + 2));

        StringBuilder text = new StringBuilder(_heading).Append('\n').Append("Confusion table\n");
        text.Append(' ', label + 1).Append("||").Append(rule).Append('\n');
        AppendLine("PREDICTED".PadRight(label), _classNames, " Recall");
        text.Append("TRUTH".PadRight(label + 1)).Append("||").Append(rule).Append('\n');
        for (int actual = 0; actual < NumberOfClasses; actual++)
            AppendLine(_classNames[actual].PadLeft(label), Counts[actual].Select(Text), " " + Text4(PerClassRecall[actual]));
        text.Append(' ', label + 1).Append("||").Append(rule).Append('\n');
        AppendLine("Precision".PadRight(label), PerClassPrecision.Select(Text4), "");
        return text.ToString();

        void AppendLine(string head, IEnumerable<string> cells, string tail)
        {
            text.Append(head).Append(" ||").AppendJoin("", cells.Select((cell, column) => cell.PadLeft(widths[column]) + " |")).Append(tail).Append('\n');
        }
    }

    // A blank stands before names, so that neighbours do not touch; counts and shares may fill their cell.
    private int Width(int column) =>
        Math.Max(NarrowestCell, Math.Max(_classNames[column].Length + 1, Counts.Max(row => Text(row[column]).Length)));

    private static string Text(double count) => count.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Text4(double share) => share.ToString("F4", CultureInfo.InvariantCulture);

    private static double Share(double part, double whole) => whole > 0 ? part / whole : 0;
}
