using Microsoft.ML;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.MLNet.Columns;
using MlNetXai.MLNet.Splitting;
using MlNetXai.Signals.Splits;

namespace MlNetXai.MLNet.Evaluation;

/// <summary>Rows of a comparison, their folds, and which of them are explained: the same for all trainers and explainers.</summary>
internal sealed class ComparisonData
{
    /// <summary>The column of the truth where no other is named.</summary>
    public const string DefaultTruth = "Evidence";

    private readonly IDataView _rows;
    private readonly int[] _foldOf;
    private readonly ComparisonOptions _options;

    public ComparisonData(MLContext context, IDataView data, ComparisonOptions options)
    {
        ArgumentNullException.ThrowIfNull(data);
        _ = InputColumns.Require(data.Schema, options.PatientColumnName, "patient");
        Shape = InputColumns.RequireRows(data.Schema, options.FeatureColumnName).Shape;
        Truth = options.TruthColumnName is { } truth && (truth != DefaultTruth || data.Schema.GetColumnOrNull(truth) is not null) ? truth : null;
        if (Truth is not null)
            _ = InputColumns.Require(data.Schema, Truth, "truth");

        // Every fold reads rows again, and positions name them: both want a cache.
        (_options, _rows) = (options, context.Data.Cache(data));
        MeasuredRows names = MeasuredRows.Read(_rows, new([]) { Label = options.LabelColumnName, Patient = options.PatientColumnName }, options.Cancellation);
        (Labels, Classes, Patients) = (names.Labels!, names.Classes, names.Patients);
        if (Classes.Length < 2)
            throw new MlNetXaiException($"Column '{options.LabelColumnName}' has one class ('{Classes[0]}'); a comparison needs at least 2. Check the filters before it.");
        _foldOf = PatientFolds.Deal(Patients, options.Folds, options.Seed);
        Folds = [.. Enumerable.Range(0, options.Folds).Select(MakeFold)];
    }

    public RowShape Shape { get; }

    /// <summary>Name of the truth column, or null.</summary>
    public string? Truth { get; }

    /// <summary>Class of every row.</summary>
    public int[] Labels { get; }

    public string[] Classes { get; }

    public string[] Patients { get; }

    public IReadOnlyList<ComparisonFold> Folds { get; }

    /// <summary>All rows, cached.</summary>
    public IDataView All => _rows;

    public IDataView Train(ComparisonFold fold) => Part(row => _foldOf[row] != fold.Index);

    public IDataView Test(ComparisonFold fold) => Part(row => _foldOf[row] == fold.Index);

    /// <summary>The explained rows of a fold.</summary>
    public IDataView Explained(ComparisonFold fold) => new NumberedRowsView(_rows, fold.Explained);

    /// <summary>What a reader of the folds must know.</summary>
    public IEnumerable<string> Notes()
    {
        foreach (ComparisonFold fold in Folds)
        {
            for (int c = 0; c < Classes.Length; c++)
            {
                int inTest = fold.Test.Count(row => Labels[row] == c), all = Labels.Count(label => label == c);
                if (inTest == 0)
                    yield return $"Fold {fold.Number}: no test row of class '{Classes[c]}', so the fold's balanced accuracy is undefined.";
                if (inTest == all)
                    yield return $"Fold {fold.Number}: no training row of class '{Classes[c]}', so its models cannot learn it.";
            }
        }
    }

    private PatientRowsView Part(Func<int, bool> isIn) =>
        new(_rows, _options.PatientColumnName, Enumerable.Range(0, Patients.Length).Where(isIn).Select(row => Patients[row]));

    private ComparisonFold MakeFold(int index)
    {
        int[] test = [.. Enumerable.Range(0, _foldOf.Length).Where(row => _foldOf[row] == index)];
        return new(index, test, RowSelection.Draw(test, Labels, Patients, Classes.Length, _options.ExplainedRows, _options.Seed));
    }
}

/// <summary>A fold: rows by their number in the data, ascending.</summary>
/// <param name="Index">From 0.</param>
/// <param name="Test">Rows that are tested.</param>
/// <param name="Explained">Those of them that are explained.</param>
internal sealed record ComparisonFold(int Index, int[] Test, int[] Explained)
{
    /// <summary>From 1, as printed.</summary>
    public int Number => Index + 1;
}
