using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.Explanations;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.MLNet.Blocks;
using MlNetXai.MLNet.Columns;
using MlNetXai.MLNet.Explaining;
using MlNetXai.MLNet.Training;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Evaluation;

/// <summary>What a trainer's models said of the test rows.</summary>
/// <param name="Name">The trainer.</param>
/// <param name="Predicted">Predicted class, <c>[row]</c>.</param>
/// <param name="Loss">−ln p of the true class, <c>[row]</c>.</param>
internal sealed record TrainerRows(string Name, int[] Predicted, double[] Loss);

/// <summary>What an explainer gave behind a trainer's models; NaN: the row was not explained, or the figure is undefined.</summary>
internal sealed record ExplainerRows(string Trainer, string Name, double[] Reduction, double[] AboveRandom, double[] Precision, double[] BaseRate)
{
    /// <summary>Method of its column, or "" where that does not say.</summary>
    public string Method { get; set; } = "";
}

/// <summary>Trains, tests, explains and measures, fold by fold.</summary>
internal sealed class ComparisonRun
{
    // As ML.NET's log loss.
    private const double SmallestProbability = 1e-15f;

    private readonly IReadOnlyDictionary<string, IEstimator<ITransformer>> _trainers;
    private readonly IReadOnlyDictionary<string, IEstimator<ITransformer>> _explainers;
    private readonly ComparisonOptions _options;
    private readonly ComparisonData _data;
    private readonly List<string> _classes;
    private readonly int _steps;
    private int _done;

    public ComparisonRun(
        ComparisonData data,
        IReadOnlyDictionary<string, IEstimator<ITransformer>> trainers,
        IReadOnlyDictionary<string, IEstimator<ITransformer>> explainers,
        ComparisonOptions options)
    {
        (_data, _trainers, _explainers, _options) = (data, trainers, explainers, options);
        _classes = [.. data.Classes];
        _steps = options.Folds * trainers.Count * (1 + explainers.Count);
        int rows = data.Labels.Length;
        Trainers = [.. trainers.Keys.Select(name => new TrainerRows(name, new int[rows], new double[rows]))];
        Explainers = [.. trainers.Keys.SelectMany(trainer => explainers.Keys.Select(name => new ExplainerRows(trainer, name, Empty(rows), Empty(rows), Empty(rows), Empty(rows))))];
    }

    public IReadOnlyList<TrainerRows> Trainers { get; }

    public IReadOnlyList<ExplainerRows> Explainers { get; }

    /// <summary>Classes of the data, then those that only models know.</summary>
    public IReadOnlyList<string> Classes => _classes;

    /// <summary>Runs all folds.</summary>
    public void Run()
    {
        RequireExplainersFit();
        foreach (ComparisonFold fold in _data.Folds)
        {
            IDataView train = _data.Train(fold), test = _data.Test(fold);
            foreach (TrainerRows rows in Trainers)
            {
                Report(fold, rows.Name);
                ITransformer model = _trainers[rows.Name].Fit(train);
                Score(model.Transform(test), fold, rows);
                if (_explainers.Count > 0)
                    Explain(model, fold, rows.Name);
            }
        }

        _options.Progress?.Report(new("compare", _steps, _steps));
    }

    private static double[] Empty(int rows)
    {
        double[] values = new double[rows];
        values.AsSpan().Fill(double.NaN);
        return values;
    }

    // A wrong column or method is found now and not after the first training: explainers only look at the columns when they are fitted.
    private void RequireExplainersFit()
    {
        Network probe = Presets.Lstm(_data.Shape, _data.Classes, new() { Hidden = 1 });
        IDataView scored = new NetworkTransformer(new ScoringModel(probe), new(_options.FeatureColumnName, _options.ScoreColumnName)).Transform(_data.All);
        foreach ((string name, IEstimator<ITransformer> explainer) in _explainers)
        {
            if (explainer is not ExplanationEstimator)
                continue;
            ExplanationTransformer transformer = AttributionOf(explainer.Fit(scored), name);
            MeasuredRows.RequireMeasurable(transformer.Transform(scored), transformer.OutputColumnName, _options.FeatureColumnName);
        }
    }

    private void Score(IDataView scored, ComparisonFold fold, TrainerRows rows)
    {
        DataViewSchema.Column column = InputColumns.Require(scored.Schema, _options.ScoreColumnName, "score");
        if (column.Type is not VectorDataViewType { IsKnownSize: true } type || !type.ItemType.Equals(NumberDataViewType.Single) || ColumnAnnotations.Slots(column) is not { } slots)
            throw InputColumns.Mismatch(column, "Vector<Single, K> with the classes as slot names", $"Trainer '{rows.Name}' must be one of MulticlassClassification.Trainers.", "score");

        int[] classOf = [.. slots.Select(IndexOf)];
        float[] scores = new float[classOf.Length];
        VBuffer<float> value = default;
        using DataViewRowCursor cursor = scored.GetRowCursor([column]);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(cursor.Schema[column.Index]);
        int count = 0;
        for (; cursor.MoveNext(); count++)
        {
            _options.Cancellation.ThrowIfCancellationRequested();
            RequireRows(count + 1 <= fold.Test.Length, rows.Name);
            getter(ref value);
            RowReader.Copy(value, scores, column.Name, cursor.Position);
            int row = fold.Test[count], truth = Array.IndexOf(classOf, _data.Labels[row]);
            rows.Predicted[row] = classOf[TargetScores.MostLikely(scores)];
            rows.Loss[row] = -Math.Log(Math.Min(1, Math.Max(SmallestProbability, truth < 0 ? 0 : scores[truth])));
        }

        RequireRows(count == fold.Test.Length, rows.Name);
    }

    private static void RequireRows(bool asMany, string name)
    {
        if (!asMany)
            throw new ArgumentException($"'{name}' changes the number of rows; a trainer or explainer must keep every row. Do steps that change rows before the comparison.", nameof(name));
    }

    private int IndexOf(string name)
    {
        if (!_classes.Contains(name, StringComparer.Ordinal))
            _classes.Add(name);
        return _classes.IndexOf(name);
    }

    private void Explain(ITransformer model, ComparisonFold fold, string trainer)
    {
        Network network = ExplanationCatalog.RequireNetwork(model);
        IDataView scored = model.Transform(_data.Explained(fold));
        List<Explained> explained = [];
        foreach ((string name, IEstimator<ITransformer> explainer) in _explainers)
        {
            Report(fold, $"{trainer}, {name}");
            explained.Add(Explain(network, explainer.Fit(scored), scored, name));
            RequireRows(explained[^1].Rows.Count == fold.Explained.Length, name);
        }

        // Explainers of the same classes share the random choices that they are compared with.
        foreach (IGrouping<ExplanationTarget, Explained> group in explained.GroupBy(one => one.Target))
        {
            Explained[] members = [.. group];
            ScoreReductionResult result = new ScoreReduction(_options.ScoreReduction).Measure(
                network,
                members[0].Rows.Features!,
                TargetClasses.Of(network, members[0].Rows, group.Key),
                [.. members.Select(member => new SalienceMap(member.Name, member.Attribution.Values, member.Attribution.View))],
                cancellation: _options.Cancellation);
            foreach ((Explained member, MethodScoreReduction method) in members.Zip(result.Methods))
                Fill(Explainers.First(rows => rows.Trainer == trainer && rows.Name == member.Name), member, method, fold);
        }
    }

    private Explained Explain(Network network, ITransformer explainer, IDataView scored, string name)
    {
        ExplanationTransformer transformer = AttributionOf(explainer, name);
        MeasuredRows rows = MeasuredRows.Read(
            explainer.Transform(scored),
            new([transformer.OutputColumnName])
            {
                Features = transformer.FeatureColumnName,
                Model = (network.InputShape, network.Name),
                Target = transformer.Target,
                Truth = _data.Truth,
            },
            _options.Cancellation);
        return new(name, transformer.Target, rows);
    }

    private void Fill(ExplainerRows rows, Explained member, MethodScoreReduction method, ComparisonFold fold)
    {
        rows.Method = member.Attribution.Method;
        double[] aboveRandom = method.MeanAboveRandom;
        for (int i = 0; i < fold.Explained.Length; i++)
        {
            rows.Reduction[fold.Explained[i]] = method.Reduction.PerRow[i].Average();
            rows.AboveRandom[fold.Explained[i]] = aboveRandom[i];
        }

        if (_data.Truth is null)
            return;
        foreach (RowLocalisation row in new Localisation(_options.Localisation).Measure(member.Attribution.Values, member.Rows.Truths).Rows)
        {
            rows.Precision[fold.Explained[row.Row]] = member.Attribution.View == SalienceView.Magnitude ? row.AveragePrecisionMagnitude : row.AveragePrecision;
            rows.BaseRate[fold.Explained[row.Row]] = row.BaseRate;
        }
    }

    private static ExplanationTransformer AttributionOf(ITransformer explainer, string name)
    {
        ExplanationTransformer found = ExplanationCatalog.Last<ExplanationTransformer>(explainer) ?? throw new ArgumentException(
            $"Explainer '{name}' ({explainer.GetType().Name}) makes no attribution column. Use one of mlContext.Transforms.Explain.", nameof(name));
        return found.Target.IsPerClass
            ? throw new ArgumentException($"Explainer '{name}' explains {found.Target}, each in a column of its own, and a comparison measures one. Give it another target.", nameof(name))
            : found;
    }

    private void Report(ComparisonFold fold, string what)
    {
        _options.Cancellation.ThrowIfCancellationRequested();
        _options.Progress?.Report(new("compare", _done++, _steps, $"fold {fold.Number} of {_options.Folds}: {what}"));
    }

    private sealed record Explained(string Name, ExplanationTarget Target, MeasuredRows Rows)
    {
        public MeasuredAttribution Attribution => Rows.Attributions[0];
    }
}
