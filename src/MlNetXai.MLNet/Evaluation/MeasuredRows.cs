using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.Explanations;
using MlNetXai.Explanations.Evaluation;
using MlNetXai.MLNet.Blocks;
using MlNetXai.MLNet.Columns;
using MlNetXai.MLNet.Explaining;
using MlNetXai.MLNet.Saving;

namespace MlNetXai.MLNet.Evaluation;

/// <summary>Which columns a measure reads; null: not needed.</summary>
/// <param name="Attributions">Columns of attributions.</param>
internal sealed record MeasuredColumns(IReadOnlyList<string> Attributions)
{
    /// <summary>The column that holds the patient where no other is named.</summary>
    public const string DefaultPatient = "Patient";

    /// <summary>The column that holds the rows explained where no other is named.</summary>
    public const string DefaultFeatures = "Features";

    /// <summary>A column of features that is of use and no need: the default one where it is there and has the attribution's shape.</summary>
    public static string? FeaturesFor(DataViewSchema schema, string? features, string attribution) =>
        features is null || (features == DefaultFeatures && !InputColumns.HasRows(schema, features, InputColumns.RequireRows(schema, attribution, "attribution").Shape)) ? null : features;

    public string? Features { get; init; }

    /// <summary>Shape that the rows must have, with the name of the model that asks for it.</summary>
    public (RowShape Shape, string Model)? Model { get; init; }

    /// <summary>Score that is watched, which the attributions must explain: its label column and its steps are read.</summary>
    public ExplanationTarget? Target { get; init; }

    public string? Label { get => field ?? Target?.LabelColumn; init; }

    /// <summary>Column of the predicted class: rows where it is not that of the label column are left out.</summary>
    public string? Predicted { get; init; }

    public string? Truth { get; init; }

    public string? Waves { get; init; }

    public string? Patient { get; init; }
}

/// <summary>An attribution column, read.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Target">What the column explains, or null where it does not say.</param>
/// <param name="Method">Method named in the column's annotation, or "" where there is none.</param>
/// <param name="View">Which side of the values is salience.</param>
/// <param name="Values"><c>[row, step, channel]</c>.</param>
internal sealed record MeasuredAttribution(string Name, ExplanationTarget? Target, string Method, SalienceView View, Batch Values);

/// <summary>Columns of a view in memory, as measures need them.</summary>
internal sealed class MeasuredRows
{
    /// <summary>How many there are, at least 1.</summary>
    public required int Count { get; init; }

    public required IReadOnlyList<MeasuredAttribution> Attributions { get; init; }

    public required Batch? Features { get; init; }

    /// <summary>Class of every row, as an index into <see cref="Classes"/>.</summary>
    public required int[]? Labels { get; init; }

    /// <summary>The label column's key values, or its texts in ordinal order.</summary>
    public required string[] Classes { get; init; }

    public required IReadOnlyList<bool[]> Truths { get; init; }

    /// <summary>Waves of every row; empty where no column was asked for.</summary>
    public required IReadOnlyList<IReadOnlyList<WaveBounds>> Waves { get; init; }

    /// <summary>Patient of every row; the row's number where no column says it.</summary>
    public required string[] Patients { get; init; }

    /// <summary>The column of the patients, or null: every row counts as one.</summary>
    public required string? PatientColumn { get; init; }

    /// <summary>Reads a view once.</summary>
    /// <exception cref="ArgumentException">A column does not explain the score that is watched.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="ColumnValueException">A value, label, truth or patient cannot be used; the row is named.</exception>
    /// <exception cref="MlNetXaiException">There are no rows.</exception>
    public static MeasuredRows Read(IDataView view, MeasuredColumns columns, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(view);
        Reading reading = new(view, columns);
        using DataViewRowCursor cursor = view.GetRowCursor(reading.Needed);
        reading.Open(cursor);
        while (cursor.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            reading.ReadRow(cursor.Position);
        }

        return reading.Done();
    }

    /// <summary>Throws unless a column can be measured; reads no row.</summary>
    /// <exception cref="ArgumentException">The column's method has no salience.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    public static void RequireMeasurable(IDataView view, string attribution, string features) => _ = new Reading(view, new([attribution]) { Features = features });

    /// <summary>Draws over the patients.</summary>
    public PatientBootstrap Bootstrap(BootstrapOptions options) => new(Patients, options);

    /// <summary>What a reader of intervals must know, for tables.</summary>
    public string IntervalNote(BootstrapOptions options) => MeasureTables.IntervalNote(PatientColumn, options);

    /// <summary>The columns being read.</summary>
    private sealed class Reading
    {
        private readonly DataViewSchema.Column? _features, _label, _predicted, _truth, _waves, _patient;
        private readonly (DataViewSchema.Column Column, string Method, RowStore Rows)[] _attributions;
        private readonly ExplanationTarget? _target;
        private readonly RowStore? _featureRows;
        private readonly RowShape _truthShape;
        private readonly List<string> _labels = [], _patients = [];
        private readonly List<bool[]> _truths = [];
        private readonly List<IReadOnlyList<WaveBounds>> _wavesOfRows = [];
        private readonly List<Action<long>> _readers = [];
        private Func<bool> _isKept = () => true;
        private int _count, _leftOut;

        public Reading(IDataView view, MeasuredColumns columns)
        {
            DataViewSchema schema = view.Schema;
            _target = columns.Target;
            if (columns.Features is { } features)
            {
                _features = columns.Model is { } model ? InputColumns.RequireRows(schema, features, model.Shape, model.Model) : InputColumns.RequireRows(schema, features).Column;
                RowShape shape = InputColumns.RequireRows(schema, features).Shape;
                _featureRows = new(shape, view.GetRowCount());
                _attributions = [.. columns.Attributions.Select(name => Attribution(view, name, shape))];
            }
            else
            {
                _attributions = [.. columns.Attributions.Select(name => Attribution(view, name, null))];
            }

            foreach ((DataViewSchema.Column column, _, _) in _attributions)
                RequireExplains(column);
            _truthShape = _attributions.Length == 0 ? default : ShapeOf(_attributions[0].Column);
            _label = columns.Label is null ? null : InputColumns.Require(schema, columns.Label, "label");
            _predicted = columns.Predicted is null ? null : InputColumns.Require(schema, columns.Predicted, "predicted label");
            _truth = columns.Truth is null ? null : Truth(schema, columns.Truth);
            _waves = columns.Waves is null ? null : WaveColumn.Require(schema, columns.Waves);
            _patient = columns.Patient switch
            {
                null => null,
                MeasuredColumns.DefaultPatient => schema.GetColumnOrNull(MeasuredColumns.DefaultPatient),
                string name => InputColumns.Require(schema, name, "patient"),
            };
        }

        public IEnumerable<DataViewSchema.Column> Needed =>
            [.. _attributions.Select(attribution => attribution.Column), .. new[] { _features, _label, _predicted, _truth, _waves, _patient }.OfType<DataViewSchema.Column>()];

        public void Open(DataViewRow row)
        {
            if (_features is { } features)
                _readers.Add(Rows(row, features, _featureRows!));
            foreach ((DataViewSchema.Column column, _, RowStore rows) in _attributions)
                _readers.Add(Rows(row, column, rows));
            if (_label is { } label)
                _readers.Add(Names(row, label, "label", _labels));
            if (_patient is { } patient)
                _readers.Add(Names(row, patient, "patient", _patients));
            if (_truth is { Type: VectorDataViewType type } truth)
                _readers.Add(type.ItemType is BooleanDataViewType ? Truths<bool>(row, truth, (value, _) => value) : Truths<float>(row, truth, IsTrue));
            if (_waves is { } waves)
                _readers.Add(Bounds(row, waves));
            if (_predicted is { } predicted)
            {
                (Func<string> name, Func<string> answer) = (NameReader.Create(row, _label!.Value, "label"), NameReader.Create(row, predicted, "predicted label"));
                _isKept = () => name() == answer();
            }
        }

        public void ReadRow(long position)
        {
            if (!_isKept())
            {
                _leftOut++;
                return;
            }

            foreach (Action<long> reader in _readers)
                reader(position);
            _count++;
        }

        public MeasuredRows Done()
        {
            if (_count == 0 && _leftOut > 0)
                throw new MlNetXaiException($"All {_leftOut} rows are predicted as another class ('{_predicted!.Value.Name}') than they are ('{_label!.Value.Name}'), and a measure needs at least one that is not. Measure all rows, or check both columns.");
            if (_count == 0)
                throw new MlNetXaiException("The data have no rows; a measure needs at least one. Check the split, or the filters before it.");
            string[] classes = _label is { } label ? InputColumns.KeyValues(label) ?? [.. _labels.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] : [];
            return new()
            {
                Count = _count,
                Attributions = [.. _attributions.Select(read => new MeasuredAttribution(read.Column.Name, TargetOf(read.Column), read.Method, ViewOf(read.Method), read.Rows.ToBatch()))],
                Features = _featureRows is { } rows ? _target?.Read(rows.ToBatch()) ?? rows.ToBatch() : null,
                Labels = _label is null ? null : [.. _labels.Select(name => Array.IndexOf(classes, name))],
                Classes = classes,
                Truths = _truths,
                Waves = _wavesOfRows,
                Patients = _patient is null ? [.. Enumerable.Range(0, _count).Select(row => $"{row}")] : [.. _patients],
                PatientColumn = _patient?.Name,
            };
        }

        private static (DataViewSchema.Column, string, RowStore) Attribution(IDataView view, string name, RowShape? features)
        {
            DataViewSchema.Column column = InputColumns.Require(view.Schema, name, "attribution");
            if (column.Type is not VectorDataViewType { IsKnownSize: true, Dimensions.Length: 1 or 2 } type || !type.ItemType.Equals(NumberDataViewType.Single))
            {
                throw InputColumns.Mismatch(
                    column,
                    "Vector<Single, T> or Vector<Single, T, D> of known size",
                    "Attributions are made by mlContext.Transforms.Explain; load a saved pipeline with LoadExplained to keep their size.",
                    "attribution");
            }

            string method = MethodOf(column);
            if (Find(method) is { } description && !HasSalience(description))
                throw new ArgumentException($"Column '{name}' is made by '{method}', which has no salience and takes no part in measures of attributions. Name a column of another method.", nameof(name));
            RowShape shape = ShapeOf(column);
            if (features is { } rows && shape != rows && shape != new RowShape(rows.Steps, 1))
                throw InputColumns.Mismatch(column, $"{InputColumns.VectorOf(rows)}", "An attribution has the dimensions of its rows. Name the column that explains these features.", "attribution");
            return (column, method, new(shape, view.GetRowCount()));
        }

        private static DataViewSchema.Column Truth(DataViewSchema schema, string name)
        {
            DataViewSchema.Column column = InputColumns.Require(schema, name, "truth");
            return column.Type is VectorDataViewType type && (type.ItemType is BooleanDataViewType || type.ItemType.Equals(NumberDataViewType.Single))
                ? column
                : throw InputColumns.Mismatch(column, "Vector<Single> of 0 and 1, or Vector<Boolean>", "SegmentBeats makes it from synthetic records; measure without truth on others.", "truth");
        }

        private static RowShape ShapeOf(DataViewSchema.Column column)
        {
            VectorDataViewType type = (VectorDataViewType)column.Type;
            return new(type.Dimensions[0], type.Dimensions.Length == 2 ? type.Dimensions[1] : 1);
        }

        private static Action<long> Rows(DataViewRow row, DataViewSchema.Column column, RowStore rows)
        {
            ValueGetter<VBuffer<float>> getter = row.GetGetter<VBuffer<float>>(row.Schema[column.Index]);
            VBuffer<float> value = default;
            return position =>
            {
                getter(ref value);
                RowReader.Copy(value, rows.Add(), column.Name, position);
            };
        }

        private static Action<long> Names(DataViewRow row, DataViewSchema.Column column, string role, List<string> names)
        {
            Func<string> name = NameReader.Create(row, column, role);
            return position =>
            {
                names.Add(name());
                if (names[^1].Length == 0)
                    throw new ColumnValueException(column.Name, position, $"the {role} is missing; every row must have one. Leave the row out (FilterRowsByMissingValues).");
            };
        }

        private Action<long> Truths<T>(DataViewRow row, DataViewSchema.Column column, Func<T, long, bool> isTrue)
        {
            ValueGetter<VBuffer<T>> getter = row.GetGetter<VBuffer<T>>(row.Schema[column.Index]);
            VBuffer<T> value = default;
            return position =>
            {
                getter(ref value);
                if (value.Length != _truthShape.Steps && value.Length != _truthShape.Length)
                {
                    throw new ColumnValueException(
                        column.Name, position, $"has {value.Length} values; it needs {_truthShape.Steps} (one per step) or {_truthShape.Length} (one per step and channel). Cut it with the rows.");
                }

                _truths.Add([.. value.DenseValues().Select(cell => isTrue(cell, position))]);
            };
        }

        private Action<long> Bounds(DataViewRow row, DataViewSchema.Column column)
        {
            ValueGetter<VBuffer<float>> getter = row.GetGetter<VBuffer<float>>(row.Schema[column.Index]);
            VBuffer<float> value = default;
            return position =>
            {
                getter(ref value);
                _wavesOfRows.Add(WaveColumn.Read([.. value.DenseValues()], column.Name, position));
            };
        }

        private bool IsTrue(float value, long position) => value is 0 or 1
            ? value == 1
            : throw new ColumnValueException(_truth!.Value.Name, position, $"a value is {value}; truth is 0 or 1. Threshold it first.");

        // A column of one class, or of some steps, says nothing about another score. Which class a label or a prediction names is known only row by row.
        private void RequireExplains(DataViewSchema.Column column)
        {
            if (_target is { } watched && TargetOf(column) is { } explained && (explained.Step != watched.Step || (explained.IsOneClass && explained != watched)))
            {
                throw new ArgumentException(
                    $"Column '{column.Name}' explains the {explained}, and the score watched is that of the {watched}. Set the options' Target to what the column explains, and measure columns of "
                    + "other targets in calls of their own.",
                    nameof(column));
            }
        }

        private static string MethodOf(DataViewSchema.Column column) => Text(column, ColumnAnnotations.Method);

        private static ExplanationTarget? TargetOf(DataViewSchema.Column column) => Text(column, ColumnAnnotations.Target) is { Length: > 0 } text ? SavedTarget.Parse(text) : null;

        private static string Text(DataViewSchema.Column column, string annotation)
        {
            if (column.Annotations.Schema.GetColumnOrNull(annotation) is not { Type: TextDataViewType })
                return "";
            ReadOnlyMemory<char> text = default;
            column.Annotations.GetValue(annotation, ref text);
            return text.ToString();
        }

        private static MethodDescription? Find(string method) => MethodCatalog.All.FirstOrDefault(description => description.Name == method);

        private static SalienceView ViewOf(string method) => Find(method)?.Salience ?? SalienceView.Signed;

        private static bool HasSalience(MethodDescription description) =>
            description.Type.GetInterfaces().Any(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IExplanationMethod<>));
    }
}
