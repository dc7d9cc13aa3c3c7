using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace MlNetXai.MLNet.Contract.Tests.Conformance;

/// <summary>Every step of the contract at least once, over rows of all kinds of columns.</summary>
public static class StockSteps
{
    private static readonly MLContext Context = new(1);

    private static TransformsCatalog Transforms => Context.Transforms;

    private static TransformsCatalog.ConversionTransforms Conversion => Context.Transforms.Conversion;

    public static IReadOnlyDictionary<string, Func<IEstimator<ITransformer>>> All { get; } = new Dictionary<string, Func<IEstimator<ITransformer>>>
    {
        ["CopyColumns"] = () => Transforms.CopyColumns("Copy", "Vector"),
        ["CopyColumns onto another"] = () => Transforms.CopyColumns("Number", "Vector"),
        ["DropColumns"] = () => Transforms.DropColumns("Number", "Text"),
        ["SelectColumns"] = () => Transforms.SelectColumns("Vector", "Id", "Number"),
        ["SelectColumns of a column that hides another"] = () => Transforms.CopyColumns("Number", "Vector").Append(Transforms.SelectColumns("Number", "Id")),
        ["Concatenate"] = () => Transforms.Concatenate("All", "Number", "Vector"),
        ["Concatenate of unknown size"] = () => Transforms.Concatenate("All", "Number", "Sparse"),
        ["Concatenate scalars"] = () => Transforms.Concatenate("Both", "Number", "Number"),
        ["Concatenate one vector"] = () => Transforms.Concatenate("All", "Vector"),
        ["MapValueToKey"] = () => Conversion.MapValueToKey("Key", "Text"),
        ["MapValueToKey of vectors"] = () => Conversion.MapValueToKey("Keys", "Texts"),
        ["MapValueToKey by value"] = () => Conversion.MapValueToKey("Key", "Number", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue),
        ["MapValueToKey of several"] = () => Conversion.MapValueToKey([new InputOutputColumnPair("Key", "Text"), new InputOutputColumnPair("Key2", "Number")]),
        ["MapValueToKey with text"] = () => Conversion.MapValueToKey("Key", "Id", addKeyValueAnnotationsAsText: true),
        ["MapKeyToValue"] = () => Conversion.MapValueToKey("Key", "Text").Append(Conversion.MapKeyToValue("Back", "Key")),
        ["MapKeyToValue of vectors"] = () => Conversion.MapValueToKey("Keys", "Texts").Append(Conversion.MapKeyToValue("Back", "Keys")),
        ["MapKeyToVector"] = () => Conversion.MapValueToKey("Key", "Text").Append(Conversion.MapKeyToVector("Slots", "Key")),
        ["MapKeyToVector of vectors"] = () => Conversion.MapValueToKey("Keys", "Texts").Append(Conversion.MapKeyToVector("Slots", "Keys")),
        ["MapKeyToVector, counts"] = () => Conversion.MapValueToKey("Keys", "Texts").Append(Conversion.MapKeyToVector("Slots", "Keys", outputCountVector: true)),
        ["ConvertType"] = () => Conversion.ConvertType("Doubles", "Vector", DataKind.Double),
        ["ConvertType to text"] = () => Conversion.ConvertType("Words", "Id", DataKind.String),
        ["MapValue to numbers"] = () => Conversion.MapValue("Found", new Dictionary<string, float> { ["t1"] = 1, ["t2"] = 2 }, "Text"),
        ["MapValue to text"] = () => Conversion.MapValue("Found", new Dictionary<string, string> { ["t1"] = "one" }, "Text"),
        ["MapValue to vectors"] = () => Conversion.MapValue("Found", new Dictionary<string, float[]> { ["t1"] = [1, 2], ["t2"] = [3, 4] }, "Text"),
        ["MapValue to keys"] = () => Conversion.MapValue("Found", new Dictionary<string, string> { ["t1"] = "odd", ["t2"] = "even", ["t3"] = "odd" }, "Text", treatValuesAsKeyType: true),
        ["MapValue by a view"] = () => Conversion.MapValue("Found", Rows(9), Rows(9).Schema["Id"], Rows(9).Schema["Number"], "Id"),
        ["NormalizeMinMax"] = () => Transforms.NormalizeMinMax("Vector"),
        ["NormalizeMeanVariance"] = () => Transforms.NormalizeMeanVariance("Scaled", "Vector", fixZero: false),
        ["ReplaceMissingValues"] = () => Transforms.ReplaceMissingValues("Filled", "Vector", MissingValueReplacingEstimator.ReplacementMode.Mean),
        ["CustomMapping"] = () => Transforms.CustomMapping<Row, Mapped>(new MappingFactory().GetMapping(), MappingFactory.Name),
        ["CustomMapping onto another"] = () => Transforms.CustomMapping(new RaisingFactory().GetMapping(), RaisingFactory.Name),
        ["Chain"] = () => Transforms.CopyColumns("Number", "Text").AppendCacheCheckpoint(Context).Append(Transforms.DropColumns("Texts")).Append(Transforms.NormalizeMinMax("Vector")),
    };

    /// <summary>The shape of <see cref="Rows"/>, made by the one public estimator that can.</summary>
    public static SchemaShape Shape { get; } = Transforms.CustomMapping<None, Row>((_, _) => { }, contractName: null, outputSchemaDefinition: Definition).GetOutputSchema(new SchemaShape([]));

    private static SchemaDefinition Definition
    {
        get
        {
            SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
            VBuffer<ReadOnlyMemory<char>> names = new(3, ["x".AsMemory(), "y".AsMemory(), "z".AsMemory()]);
            definition["Vector"].AddAnnotation("SlotNames", names, new VectorDataViewType(TextDataViewType.Instance, 3));
            return definition;
        }
    }

    public static IDataView Rows(int count) => Context.Data.LoadFromEnumerable(Enumerable.Range(0, count).Select(Row.Of).ToArray(), Definition);

    private sealed class None;

    public sealed class Row
    {
        public int Id { get; set; }

        public float Number { get; set; }

        public string Text { get; set; } = "";

        [VectorType(3)]
        public float[] Vector { get; set; } = [];

        public VBuffer<float> Sparse { get; set; }

        [VectorType(2)]
        public string[] Texts { get; set; } = [];

        public static Row Of(int id) => new()
        {
            Id = id,
            Number = id % 7 == 0 ? float.NaN : id % 20,
            Text = id % 5 == 0 ? "" : $"t{id % 4}",
            Vector = [id, 0, id % 3 == 0 ? float.NaN : -id],
            Sparse = id % 2 == 0 ? new(4, 1, [id], [2]) : new(1 + id % 3, [1, 2, 3]),
            Texts = [$"a{id % 3}", id % 4 == 0 ? "" : "b"],
        };
    }

    public sealed class Mapped
    {
        public float Half { get; set; }

        public string Shout { get; set; } = "";

        [KeyType(7)]
        public uint Day { get; set; }

        [VectorType(2)]
        public float[] Pair { get; set; } = [];
    }

    public sealed class Raised
    {
        public float Number { get; set; }
    }

    [CustomMappingFactoryAttribute(Name)]
    public sealed class RaisingFactory : CustomMappingFactory<Raised, Raised>
    {
        public const string Name = "MlNetXai.Tests.Raising";

        public override Action<Raised, Raised> GetMapping() => (row, raised) => raised.Number = row.Number + 1;
    }

    [CustomMappingFactoryAttribute(Name)]
    public sealed class MappingFactory : CustomMappingFactory<Row, Mapped>
    {
        public const string Name = "MlNetXai.Tests.StockSteps";

        public override Action<Row, Mapped> GetMapping() => (row, mapped) =>
        {
            mapped.Half = row.Number / 2;
            mapped.Shout = row.Text + "!";
            mapped.Day = (uint)row.Id % 9;
            mapped.Pair = [row.Id, row.Vector.Length];
        };
    }
}
