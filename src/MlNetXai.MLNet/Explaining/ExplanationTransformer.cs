using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.Explanations;
using MlNetXai.MLNet.Blocks;
using MlNetXai.MLNet.Columns;
using MlNetXai.MLNet.Saving;
using MlNetXai.MLNet.Training;
using MlNetXai.Networks;

namespace MlNetXai.MLNet.Explaining;

/// <summary>Names of the columns that an explainer reads and makes, and the class it explains.</summary>
/// <param name="Output">Made: <c>Vector&lt;Single, T, D&gt;</c>; with a column per class, what stands before the class in their names.</param>
/// <param name="Features">Rows, <c>Vector&lt;Single, T, D&gt;</c>.</param>
/// <param name="Target">Class to explain.</param>
/// <param name="LabelIsKey">Whether the label column was a key when the explainer was fitted, and not text.</param>
/// <param name="Score">Score column of the network, whose values save scoring the rows again for the predicted class; null where there is none.</param>
internal sealed record ExplanationColumns(string Output, string Features, ExplanationTarget Target, bool LabelIsKey = false, string? Score = null);

/// <summary>A fitted explainer: adds a column of attributions with the dimensions and slot names of the rows.</summary>
/// <remarks>A method with one value per step gives it to every channel. Rows are explained in blocks, and only when the column is active; a row's values do not depend on the
/// others. Savable where the model is a network: it carries the network's weights.</remarks>
/// <example>
/// <code>
/// ExplanationEstimator estimator = mlContext.Transforms.Explain.Saliency(network, "Derivative", target: ExplanationTarget.Predicted);
/// ExplanationTransformer explainer = estimator.Fit(beats);
/// Console.WriteLine($"{explainer.Method} of '{explainer.FeatureColumnName}' for the {explainer.Target} makes '{explainer.OutputColumnName}' and holds {explainer.StoredRows} rows of data");
/// Console.WriteLine($"all columns: {string.Join(", ", explainer.OutputColumnNames)}");   // one, or one per class
/// </code>
/// </example>
public sealed class ExplanationTransformer : BlockTransformer
{
    private const int MostStoredRows = 100;

    private readonly ScoringModel? _network;
    private readonly ILogits _model;
    private readonly ColumnMethod _method;
    private readonly ExplanationColumns _columns;

    internal ExplanationTransformer(ScoringModel network, ColumnMethod method, ExplanationColumns columns)
        : this(network.Network, method, columns) => _network = network;

    internal ExplanationTransformer(ILogits model, ColumnMethod method, ExplanationColumns columns)
    {
        (_model, _method, _columns) = (model, method, columns);
        if (method.StoredRows > MostStoredRows)
            throw new ArgumentOutOfRangeException("options", $"{method.Description.Name}: the baseline or background holds {method.StoredRows} rows; a pipeline may carry at most {MostStoredRows} rows of data. Draw fewer.");
        method.RequireFits(model);
        columns.Target.RequireFits(model);
        method.RequireTakes(columns.Target);
        Made = columns.Target.Columns(columns.Output, model.Classes)!;
    }

    /// <summary>Name of the method as in the command line, e.g. "occlusion".</summary>
    public string Method => _method.Description.Name;

    /// <summary>Name of the column made; with a column per class, what stands before the class in their names.</summary>
    public string OutputColumnName => _columns.Output;

    /// <summary>Names of all columns made: <see cref="OutputColumnName"/>, or one per class.</summary>
    public IReadOnlyList<string> OutputColumnNames => [.. Made.Select(made => made.Column)];

    /// <summary>Name of the column of rows.</summary>
    public string FeatureColumnName => _columns.Features;

    /// <summary>Class explained.</summary>
    public ExplanationTarget Target => _columns.Target;

    /// <summary>Rows of data that the method's options hold, and that a saved pipeline would contain: a baseline of stored rows. At most 100.</summary>
    public int StoredRows => _method.StoredRows;

    internal ScoringModel? Network => _network;

    internal ColumnMethod ColumnMethod => _method;

    internal ExplanationColumns Columns => _columns;

    /// <summary>Columns made, each with its own target.</summary>
    internal IReadOnlyList<(string Column, ExplanationTarget Target)> Made { get; }

    /// <summary>A column made, for schemas promised and delivered.</summary>
    internal static DataViewSchema.DetachedColumn Column((string Name, ExplanationTarget Target) made, RowShape shape, IReadOnlyList<string> slots, string method)
    {
        DataViewSchema.Annotations.Builder annotations = new();
        annotations.AddTexts(ColumnAnnotations.SlotNames, slots);
        annotations.AddText(ColumnAnnotations.Method, method);
        annotations.AddText(ColumnAnnotations.Target, SavedTarget.ToText(made.Target));
        return new(made.Name, InputColumns.VectorOf(shape), annotations.ToAnnotations());
    }

    /// <summary>Explains rows.</summary>
    /// <param name="rows">Whole rows, <c>[row, step, channel]</c>.</param>
    /// <param name="target">One class of each.</param>
    /// <param name="targets">Classes of the rows, or null: they follow from the target.</param>
    internal Batch Explain(Batch rows, ExplanationTarget target, int[]? targets)
    {
        Batch read = target.Read(rows);
        return _method.Explain(_model, read, targets ?? Targets(read, target));
    }

    /// <summary>Writes one row's values into a vector; a value per step stands for all its channels.</summary>
    internal VBuffer<float> Spread(ReadOnlySpan<float> values, VBuffer<float> vector)
    {
        VBufferEditor<float> editor = VBufferEditor.Create(ref vector, _method.ResultShape(_model).Length);
        int repeat = editor.Values.Length / values.Length;
        for (int i = 0; i < editor.Values.Length; i++)
            editor.Values[i] = values[i / repeat];
        return editor.Commit();
    }

    /// <summary>Explains one row, as a plainly loaded pipeline does.</summary>
    internal VBuffer<float> ExplainRow(in VBuffer<float> features, string? label, VBuffer<float> vector)
    {
        Batch row = new(1, _model.InputShape.Steps, _model.InputShape.Channels);
        RowReader.Copy(features, row.Values, _columns.Features, position: -1);
        return Spread(Explain(row, _columns.Target, label is null ? null : [_columns.Target.ClassOf(_model, label, position: -1)]).Values, vector);
    }

    private protected override BlockMap Bind(DataViewSchema inputSchema)
    {
        DataViewSchema.Column features = InputColumns.RequireRows(inputSchema, _columns.Features, _model.InputShape, _model.Name);
        RowShape shape = _method.ResultShape(_model);
        IReadOnlyList<string> slots = shape == _model.InputShape
            ? ColumnAnnotations.Slots(features) ?? ColumnAnnotations.RowSlots(shape)
            : ColumnAnnotations.RowSlots(shape, _model.Classes);
        DataViewSchema.Column[] inputs = [features];
        if (_columns.Target.LabelColumn is { } name)
        {
            DataViewSchema.Column label = InputColumns.Require(inputSchema, name, "label");
            if (label.Type is not (TextDataViewType or KeyDataViewType))
                throw InputColumns.Mismatch(label, "String or Key with class names", "Name the column of the true class, or explain ExplanationTarget.Predicted.", "label");
            inputs = [features, label];
        }
        else if (_columns.Target == ExplanationTarget.Predicted && OwnScores(inputSchema, features) is { } scores)
        {
            inputs = [features, scores];
        }

        return new Map(this, inputSchema, inputs, [.. Made.Select(made => Column(made, shape, slots, Method))]);
    }

    private protected override ITransformer SavedForm() => SavedExplanation.Save(this);

    /// <summary>The score column, if the same network made it of these very rows.</summary>
    private DataViewSchema.Column? OwnScores(DataViewSchema schema, DataViewSchema.Column rows) =>
        _columns.Score is not null && _network is not null && schema.GetColumnOrNull(_columns.Score) is { } column && NetworkAnnotation.HasScoresOf(column, _network, rows) ? column : null;

    private int[] Targets(Batch rows, ExplanationTarget target)
    {
        if (target.FixedClass(_model) is not { } same)
            return TargetScores.Predicted(_model, rows);
        int[] targets = new int[rows.Rows];
        targets.AsSpan().Fill(same);
        return targets;
    }

    private sealed class Map(ExplanationTransformer owner, DataViewSchema schema, DataViewSchema.Column[] inputs, DataViewSchema.DetachedColumn[] made) : BlockMap(schema, inputs, made)
    {
        public override BlockWorker Open(DataViewRow row, int capacity, IReadOnlyList<bool> active)
        {
            RowReader rows = new(row, Inputs[0], owner._model.InputShape, capacity);
            Func<int, int>? target = Inputs.Count == 1 ? null
                : owner._columns.Target.LabelColumn is null ? Predicted(row, rows)
                : Labelled(row);
            return new Worker(owner, rows, target, active, capacity);
        }

        private Func<int, int> Labelled(DataViewRow row)
        {
            Func<string> label = NameReader.Create(row, Inputs[1], "label");
            return _ => owner._columns.Target.ClassOf(owner._model, label(), row.Position);
        }

        // The largest probability is that of the largest logit, but for ties that rounding made: those rows are scored again.
        private Func<int, int> Predicted(DataViewRow row, RowReader rows)
        {
            ValueGetter<VBuffer<float>> getter = row.GetGetter<VBuffer<float>>(row.Schema[Inputs[1].Index]);
            VBuffer<float> scores = default;
            return slot =>
            {
                getter(ref scores);
                ReadOnlySpan<float> values = scores.GetValues();
                int best = TargetScores.MostLikely(values);
                return scores.IsDense && values.Count(values[best]) == 1 ? best : owner.Targets(rows.Rows(slot + 1).Slice(slot, 1), owner._columns.Target)[0];
            };
        }
    }

    /// <param name="owner">The transformer.</param>
    /// <param name="rows">Reads the rows.</param>
    /// <param name="target">Class of the row just read, from its place in the block; null where the block is scored for it, or the class is fixed.</param>
    /// <param name="active">Which columns are asked for.</param>
    /// <param name="capacity">Rows of a block.</param>
    private sealed class Worker(ExplanationTransformer owner, RowReader rows, Func<int, int>? target, IReadOnlyList<bool> active, int capacity) : BlockWorker
    {
        private readonly int[] _targets = new int[capacity];
        private readonly Batch?[] _values = new Batch?[active.Count];

        public override void Read(int slot)
        {
            rows.Read(slot);
            if (target is not null)
                _targets[slot] = target(slot);
        }

        public override void Compute(int rowCount, long firstPosition)
        {
            for (int output = 0; output < _values.Length; output++)
            {
                if (active[output])
                    _values[output] = owner.Explain(rows.Rows(rowCount), owner.Made[output].Target, target is null ? null : _targets[..rowCount]);
            }
        }

        public override Delegate Getter(int output, Func<int> slot) => (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
        {
            int row = slot();
            value = owner.Spread(_values[output]!.Row(row), value);
        });
    }
}
