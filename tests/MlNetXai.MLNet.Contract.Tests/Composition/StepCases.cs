using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace MlNetXai.MLNet.Contract.Tests.Composition;

/// <summary>One case per step and kind of input, and rows that all of them take.</summary>
internal static class StepCases
{
    private static readonly MLContext Context = new(seed: 1);

    /// <summary>Cases by name. None reads or drops the column "Other".</summary>
    public static Dictionary<string, Func<IEstimator<ITransformer>>> All { get; } = new(StringComparer.Ordinal)
    {
        ["copy"] = () => Transforms.CopyColumns("Out", "W"),
        ["copy over"] = () => Transforms.CopyColumns("A", "B"),
        ["drop"] = () => Transforms.DropColumns("A", "U"),
        ["select"] = () => Transforms.SelectColumns("W", "Other", "A"),
        ["select after copy"] = () => Transforms.CopyColumns("A", "B").Append(Transforms.SelectColumns("A", "Other")),
        ["concatenate scalars"] = () => Transforms.Concatenate("Out", "A", "B"),
        ["concatenate with named vector"] = () => Transforms.Concatenate("Out", "A", "W"),
        ["concatenate named vector"] = () => Transforms.Concatenate("Out", "W"),
        ["concatenate variable"] = () => Transforms.Concatenate("Out", "A", "U"),
        ["map value to number"] = () => Conversion.MapValue("Out", new Dictionary<string, float> { ["a"] = 1, ["b"] = 2 }, "Text"),
        ["map value to text"] = () => Conversion.MapValue("Out", new Dictionary<string, string> { ["a"] = "one" }, "Text"),
        ["map value to vector"] = () => Conversion.MapValue("Out", new Dictionary<string, float[]> { ["a"] = [1, 2], ["b"] = [3, 4], ["c"] = [5, 6] }, "Text"),
        ["map value to key"] = () => Conversion.MapValue("Out", new Dictionary<string, string> { ["a"] = "one", ["b"] = "two" }, "Text", treatValuesAsKeyType: true),
        ["map value by view"] = () => MapValueByView(),
        ["value to key"] = () => Conversion.MapValueToKey("Out", "Text"),
        ["value to key, several"] = () => Conversion.MapValueToKey([new InputOutputColumnPair("Out", "Text"), new InputOutputColumnPair("Out2", "A")]),
        ["value to key, vector"] = () => Conversion.MapValueToKey("Out", "Words"),
        ["value to key, as text"] = () => Conversion.MapValueToKey("Out", "Number", addKeyValueAnnotationsAsText: true),
        ["key to value"] = () => Conversion.MapKeyToValue("Out", "Key"),
        ["key to value, vector"] = () => Conversion.MapKeyToValue("Out", "Keys"),
        ["key to vector"] = () => Conversion.MapKeyToVector("Out", "Key"),
        ["key to vector, items"] = () => Conversion.MapKeyToVector("Out", "Keys"),
        ["key to vector, counts"] = () => Conversion.MapKeyToVector("Out", "Keys", outputCountVector: true),
        ["convert number"] = () => Conversion.ConvertType("Out", "Number", DataKind.Single),
        ["convert vector"] = () => Conversion.ConvertType("Out", "W", DataKind.Double),
        ["convert number to text"] = () => Conversion.ConvertType("Out", "Number", DataKind.String),
        ["normalize"] = () => Transforms.NormalizeMinMax("Out", "W"),
        ["replace missing"] = () => Transforms.ReplaceMissingValues("Out", "W"),
        ["chain"] = () => Transforms.CopyColumns("Out", "W").Append(Transforms.Concatenate("Both", "Out", "A")).Append(Transforms.DropColumns("Out")),
        ["custom mapping"] = () => Transforms.CustomMapping(new HalfFactory().GetMapping(), HalfFactory.Name),
        ["custom mapping over"] = () => Transforms.CustomMapping(new OverFactory().GetMapping(), OverFactory.Name),
    };

    private static TransformsCatalog Transforms => Context.Transforms;

    private static TransformsCatalog.ConversionTransforms Conversion => Context.Transforms.Conversion;

    /// <summary>Rows with numbers, text, vectors (named, and of unknown size), keys and vectors of keys.</summary>
    public static IDataView Rows(int count = 6)
    {
        IDataView indices = Context.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(i => new Index { I = i }).ToArray());
        IDataView all = Context.Data.LoadFromEnumerable(Enumerable.Range(0, 6).Select(i => new Index { I = i }).ToArray());
        return Source().Fit(all).Transform(indices);
    }

    /// <summary>The shape of <see cref="Rows"/>.</summary>
    public static SchemaShape Shape() =>
        Source().GetOutputSchema(Transforms.CustomMapping<None, Index>((_, _) => { }, contractName: null).GetOutputSchema(new SchemaShape([])));

    /// <summary>The values of all visible columns as texts, one per row.</summary>
    public static string[] Values(IDataView data)
    {
        DataViewSchema.Column[] columns = [.. data.Schema.Where(column => !column.IsHidden)];
        List<string> rows = [];
        using DataViewRowCursor cursor = data.GetRowCursor(columns);
        Func<string>[] readers = [.. columns.Select(column => Reader(cursor, column))];
        while (cursor.MoveNext())
            rows.Add(string.Join(" | ", readers.Select(read => read())));
        return [.. rows];
    }

    /// <summary>Reads one column of a row as text.</summary>
    public static Func<string> Reader(DataViewRow row, DataViewSchema.Column column)
    {
        DataViewType item = column.Type is VectorDataViewType vector ? vector.ItemType : column.Type;
        if (item.RawType == typeof(float))
            return Reader<float>(row, column);
        if (item.RawType == typeof(double))
            return Reader<double>(row, column);
        if (item.RawType == typeof(int))
            return Reader<int>(row, column);
        if (item.RawType == typeof(long))
            return Reader<long>(row, column);
        if (item.RawType == typeof(uint))
            return Reader<uint>(row, column);
        return Reader<ReadOnlyMemory<char>>(row, column);
    }

    private static Func<string> Reader<T>(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Type is VectorDataViewType)
        {
            ValueGetter<VBuffer<T>> vectorGetter = row.GetGetter<VBuffer<T>>(column);
            VBuffer<T> vector = default;
            return () =>
            {
                vectorGetter(ref vector);
                return $"[{string.Join(' ', vector.DenseValues().Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)))}]";
            };
        }

        ValueGetter<T> getter = row.GetGetter<T>(column);
        T scalar = default!;
        return () =>
        {
            getter(ref scalar);
            return Convert.ToString(scalar, CultureInfo.InvariantCulture) ?? "";
        };
    }

    private static ValueMappingEstimator MapValueByView()
    {
        IDataView table = Context.Data.LoadFromEnumerable(new[] { new Entry { From = "a", To = 1 }, new Entry { From = "c", To = 3 } });
        return Conversion.MapValue("Out", table, table.Schema["From"], table.Schema["To"], "Text");
    }

    private static EstimatorChain<ValueToKeyMappingTransformer> Source()
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        definition["W"].AddAnnotation("SlotNames", new VBuffer<ReadOnlyMemory<char>>(3, ["x".AsMemory(), "y".AsMemory(), "z".AsMemory()]), new VectorDataViewType(TextDataViewType.Instance, 3));
        return Transforms.CustomMapping<Index, Row>(Fill, contractName: null, outputSchemaDefinition: definition)
            .Append(Conversion.MapValueToKey("Key", "Text"))
            .Append(Conversion.MapValueToKey("Keys", "Words"));
    }

    private static void Fill(Index source, Row target)
    {
        int i = source.I;
        (target.A, target.B, target.Number, target.Other) = (i, i % 2 == 0 ? float.NaN : -i / 3f, 10 * i, 7L * i);
        target.W = i % 2 == 0 ? new(3, [i, 0.5f, -1]) : new(3, 1, [i], [2]);
        target.U = [.. Enumerable.Range(0, i % 3).Select(k => (float)k)];
        target.Text = i == 4 ? "" : $"{"abc"[i % 3]}";
        target.Words = [$"{"ab"[i % 2]}", i == 2 ? "" : "c"];
    }

    internal sealed class Index
    {
        public int I { get; set; }
    }

    private sealed class None;

    private sealed class Entry
    {
        public string From { get; set; } = "";

        public int To { get; set; }
    }

    private sealed class Row
    {
        public float A { get; set; }

        public float B { get; set; }

        public int Number { get; set; }

        public long Other { get; set; }

        [VectorType(3)]
        public VBuffer<float> W { get; set; }

        public float[] U { get; set; } = [];

        public string Text { get; set; } = "";

        [VectorType(2)]
        public string[] Words { get; set; } = [];
    }
}

/// <summary>Reads a number.</summary>
public sealed class HalfInput
{
    public float A { get; set; }
}

/// <summary>Adds a number and a vector.</summary>
public sealed class HalfOutput
{
    public float Half { get; set; }

    [VectorType(2)]
    public float[] Both { get; set; } = [];
}

/// <summary>Replaces the number.</summary>
public sealed class OverOutput
{
    public float A { get; set; }
}

/// <summary>Halves a number.</summary>
[CustomMappingFactoryAttribute(Name)]
public sealed class HalfFactory : CustomMappingFactory<HalfInput, HalfOutput>
{
    public const string Name = "MlNetXai.Tests.Half";

    public override Action<HalfInput, HalfOutput> GetMapping() => (source, target) => (target.Half, target.Both) = (source.A / 2, [source.A, source.A / 2]);
}

/// <summary>Raises a number.</summary>
[CustomMappingFactoryAttribute(Name)]
public sealed class OverFactory : CustomMappingFactory<HalfInput, OverOutput>
{
    public const string Name = "MlNetXai.Tests.Over";

    public override Action<HalfInput, OverOutput> GetMapping() => (source, target) => target.A = source.A + 1;
}
