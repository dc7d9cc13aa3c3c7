using MlNetXai.Explanations.Evaluation;
using MlNetXai.Reporting;
using MlNetXai.Runs.Manifests;

namespace MlNetXai.Runs.Comparing;

/// <summary>What one measure says of one method on one network; the content of <c>cells/NETWORK/METHOD/MEASURE.json</c>.</summary>
public sealed record ComparisonCell
{
    /// <summary>Network, by the name of its run.</summary>
    public required string Network { get; init; }

    /// <summary>Method.</summary>
    public required string Method { get; init; }

    /// <summary>Measure.</summary>
    public required ComparisonMeasure Measure { get; init; }

    /// <summary>Beats measured.</summary>
    public required int Rows { get; init; }

    /// <summary>Their patients.</summary>
    public required int Patients { get; init; }

    /// <summary>Time it took, in seconds.</summary>
    public double Seconds { get; init; }

    /// <summary>Time of all processor cores together, in seconds: other programs on the machine lengthen <see cref="Seconds"/>, but hardly this.</summary>
    public double ProcessorSeconds { get; init; }

    /// <summary>Numbers, by figure and class.</summary>
    public IReadOnlyList<CellFigure> Figures { get; init; } = [];

    /// <summary>Curves.</summary>
    public IReadOnlyList<CellCurve> Curves { get; init; } = [];

    /// <summary>Stages of the parameter randomisation; empty for other measures.</summary>
    public IReadOnlyList<CellStage> Stages { get; init; } = [];

    /// <summary>What a reader of the numbers must know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>SHA-256 of the method's attributions; of the measure <see cref="ComparisonMeasure.Attributions"/> only.</summary>
    public string? Sha256 { get; init; }

    /// <summary>A figure over the rows of a class; undefined where the cell does not hold it.</summary>
    public Estimate Value(string figure, string name = CellFigure.AllClasses) =>
        Figures.Where(own => own.Figure == figure && own.Class == name).Select(own => own.Value).DefaultIfEmpty(new(double.NaN)).First();

    /// <summary>Reads a cell.</summary>
    /// <exception cref="RunException">It is missing, damaged, or another cell than its place says.</exception>
    internal static ComparisonCell Read(string path, string network, string method, ComparisonMeasure measure)
    {
        const string Remedy = "Delete it and start the comparison again: the others are kept.";
        ComparisonCell cell;
        try
        {
            cell = RunJson.Read<ComparisonCell>(path);
        }
        catch (RunException error)
        {
            throw new RunException($"{path}: damaged, or written by another version of mlnetxai. {Remedy}", path, inner: error);
        }

        return cell.Network == network && cell.Method == method && cell.Measure == measure
            ? cell
            : throw new RunException($"{path}: holds {cell.Measure.Text()} of {cell.Method} on {cell.Network}, not what its place says. {Remedy}", path);
    }
}

/// <summary>A number of a cell.</summary>
/// <param name="Figure">What it is, e.g. "reduction"; docs/comparison.md lists them.</param>
/// <param name="Class">Class by label, or "all".</param>
/// <param name="Value">Its value, with the interval over patients.</param>
public sealed record CellFigure(string Figure, string Class, Estimate Value)
{
    /// <summary>Class of a figure over all rows.</summary>
    public const string AllClasses = "all";
}

/// <summary>A curve of a cell.</summary>
/// <param name="Curve">What it is, e.g. "reduction".</param>
/// <param name="Points">Thresholds or shares.</param>
/// <param name="Values">Means with intervals over patients, one per point.</param>
public sealed record CellCurve(string Curve, IReadOnlyList<double> Points, IReadOnlyList<Estimate> Values);

/// <summary>A stage of the parameter randomisation.</summary>
/// <param name="Layer">Its layer.</param>
/// <param name="Mode">Whether the layers above are random too.</param>
/// <param name="Spearman">Mean rank correlation of the signed maps.</param>
/// <param name="SpearmanMagnitude">Mean rank correlation of the magnitudes.</param>
/// <param name="UndefinedMaps">Pairs of row and draw left out because a map was constant.</param>
public sealed record CellStage(string Layer, RandomisationMode Mode, Estimate Spearman, Estimate SpearmanMagnitude, int UndefinedMaps);
