using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.Explanations;
using MlNetXai.Explanations.Methods;
using MlNetXai.MLNet.Blocks;
using MlNetXai.MLNet.Columns;
using MlNetXai.MLNet.Saving;
using MlNetXai.MLNet.Training;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Explaining;

/// <summary>A fitted counterfactual: adds what each row would have to look like for another class, which window changed, and the probabilities.</summary>
/// <remarks>Rows are explained in blocks, and only when one of the columns is active; a row's values do not depend on the others. Savable: it carries the network's weights and the
/// candidates, which are training rows.</remarks>
/// <example>
/// <code>
/// CounterfactualOptions options = new()
/// {
///     GuideMethod = "occlusion",   // whose magnitude says which steps of the guide matter
///     MostCandidates = 500,        // training rows that the fitted pipeline carries
///     CrossFadeSteps = 2,          // at the window's edges, so that the row does not jump
///     Seed = 1,                    // of the drawing of candidates
/// };
/// CounterfactualTransformer explainer = mlContext.Transforms.Explain.Counterfactual(network, "Other", options: options).Fit(beats);
/// Console.WriteLine($"'{explainer.OutputColumnName}' of '{explainer.FeatureColumnName}' carries {explainer.StoredRows} training rows");
/// </code>
/// </example>
public sealed class CounterfactualTransformer : BlockTransformer
{
    private readonly IExplanationMethod<Network> _guide;

    internal CounterfactualTransformer(ScoringModel model, CounterfactualColumns columns, CounterfactualOptions options, CounterfactualCandidates candidates)
    {
        (Model, Columns, Options) = (model, columns, options);
        Candidates = candidates.PredictedBy(model.Network);
        ColumnMethod guide = new(MethodCatalog.Find(options.GuideMethod), null);
        guide.RequireFits(model.Network);
        _guide = guide.ForNetworks!;
    }

    /// <summary>X of the columns made: "X.Counterfactual", "X.Start", "X.Length" and "X.Probability".</summary>
    public string OutputColumnName => Columns.Output;

    /// <summary>Name of the column of rows.</summary>
    public string FeatureColumnName => Columns.Features;

    /// <summary>Training rows that it holds, and that a saved pipeline contains. At most 2,000.</summary>
    public int StoredRows => Candidates.Rows.Rows;

    internal ScoringModel Model { get; }

    internal CounterfactualColumns Columns { get; }

    internal CounterfactualOptions Options { get; }

    internal CounterfactualCandidates Candidates { get; }

    /// <summary>The columns made, for schemas promised and delivered.</summary>
    internal static DataViewSchema.DetachedColumn[] Made(CounterfactualColumns columns, RowShape shape, IReadOnlyList<string> slots)
    {
        DataViewSchema.Annotations.Builder changed = new();
        changed.AddTexts(ColumnAnnotations.SlotNames, slots);
        changed.AddText(ColumnAnnotations.Method, NativeGuide.Description.Name);
        return
        [
            new(columns.Counterfactual, InputColumns.VectorOf(shape), changed.ToAnnotations()),
            new(columns.Start, NumberDataViewType.Int32),
            new(columns.Length, NumberDataViewType.Int32),
            new(columns.Probability, new VectorDataViewType(NumberDataViewType.Single, 2), ColumnAnnotations.WithSlots(["before", "after"])),
        ];
    }

    /// <summary>Counterfactuals of rows.</summary>
    /// <param name="rows"><c>[row, step, channel]</c>.</param>
    /// <param name="patients">Patients, or null.</param>
    internal Counterfactuals Explain(Batch rows, IReadOnlyList<string>? patients) =>
        new NativeGuide(new() { CrossFadeSteps = Options.CrossFadeSteps }).Explain(Model.Network, rows, Candidates, _guide, patients);

    /// <summary>Writes values into a vector.</summary>
    internal static VBuffer<float> Write(ReadOnlySpan<float> values, VBuffer<float> vector)
    {
        VBufferEditor<float> editor = VBufferEditor.Create(ref vector, values.Length);
        values.CopyTo(editor.Values);
        return editor.Commit();
    }

    /// <summary>Probabilities before and after, as the column has them.</summary>
    internal static float[] Probabilities(Counterfactual row) => [(float)row.ProbabilityBefore, (float)row.ProbabilityAfter];

    private protected override BlockMap Bind(DataViewSchema inputSchema)
    {
        DataViewSchema.Column features = InputColumns.RequireRows(inputSchema, Columns.Features, Model.Network.InputShape, Model.Network.Name);
        DataViewSchema.Column? patient = CounterfactualEstimator.RequirePatient(inputSchema, Columns);
        IReadOnlyList<string> slots = ColumnAnnotations.Slots(features) ?? ColumnAnnotations.RowSlots(Model.Network.InputShape);
        return new Map(this, inputSchema, patient is { } column ? [features, column] : [features], slots);
    }

    private protected override ITransformer SavedForm() => SavedCounterfactual.Save(this);

    private sealed class Map(CounterfactualTransformer owner, DataViewSchema schema, DataViewSchema.Column[] inputs, IReadOnlyList<string> slots)
        : BlockMap(schema, inputs, Made(owner.Columns, owner.Model.Network.InputShape, slots))
    {
        public override BlockWorker Open(DataViewRow row, int capacity, IReadOnlyList<bool> active) => new Worker(
            owner,
            new(row, Inputs[0], owner.Model.Network.InputShape, capacity),
            Inputs.Count == 1 ? null : NameReader.Create(row, Inputs[1], "patient"),
            capacity);
    }

    private sealed class Worker(CounterfactualTransformer owner, RowReader rows, Func<string>? patient, int capacity) : BlockWorker
    {
        private readonly string[] _patients = new string[capacity];
        private Counterfactuals? _found;

        public override void Read(int slot)
        {
            rows.Read(slot);
            if (patient is not null)
                _patients[slot] = patient();
        }

        public override void Compute(int rowCount, long firstPosition) => _found = owner.Explain(rows.Rows(rowCount), patient is null ? null : _patients[..rowCount]);

        public override Delegate Getter(int output, Func<int> slot) => output switch
        {
            0 => (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
            {
                int row = slot();
                value = Write(_found!.Values.Row(row), value);
            }),
            1 => (ValueGetter<int>)((ref int value) => value = Row(slot).Start),
            2 => (ValueGetter<int>)((ref int value) => value = Row(slot).Length),
            _ => (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) => value = Write(Probabilities(Row(slot)), value)),
        };

        private Counterfactual Row(Func<int> slot)
        {
            int row = slot();
            return _found!.Rows[row];
        }
    }
}
