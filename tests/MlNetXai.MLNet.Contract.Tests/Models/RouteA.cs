using System.Runtime.InteropServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace MlNetXai.MLNet.Contract.Tests.Models;

/// <summary>An estimator as code outside of ML.NET writes it: its transformer saves itself as a chain of stock steps.</summary>
public sealed class ScaleEstimator(string outputColumnName, string inputColumnName, float[] weights) : IEstimator<ScaleTransformer>
{
    public ScaleTransformer Fit(IDataView input) => new(outputColumnName, inputColumnName, weights);

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => ScaleTransformer.Live(outputColumnName, inputColumnName, [1]).GetOutputSchema(inputSchema);
}

/// <summary>Multiplies a vector by weights, item by item.</summary>
public sealed class ScaleTransformer : ITransformer
{
    private readonly string _output, _input;
    private readonly float[] _weights;
    private readonly ITransformer _live;

    internal ScaleTransformer(string output, string input, float[] weights)
    {
        (_output, _input, _weights) = (output, input, weights);
        _live = Live(output, input, weights).Fit(Empty(input, weights.Length));
    }

    public bool IsRowToRowMapper => true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => _live.GetOutputSchema(inputSchema);

    public IDataView Transform(IDataView input) => _live.Transform(input);

    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => _live.GetRowToRowMapper(inputSchema);

    public void Save(ModelSaveContext ctx) => ((ICanSaveModel)Saved()).Save(ctx);

    /// <summary>Gives loaded chains their typed transformers back.</summary>
    internal static ITransformer Unwrap(ITransformer model)
    {
        if (model is not IEnumerable<ITransformer> chain)
            return model;
        ITransformer[] parts = [.. chain];
        if (parts is not [CustomMappingTransformer<None, Tag>, ValueMappingTransformer, _, CustomMappingTransformer<In, Out>, _, _])
            return new TransformerChain<ITransformer>([.. parts.Select(Unwrap)]);

        ReadOnlyMemory<char> state = new TransformerChain<ITransformer>(parts[0], parts[1]).Transform(Empty("x", 1, rows: 1)).GetColumn<ReadOnlyMemory<char>>("__state").Single();
        (string output, string input, float[] weights) = Decode(state);
        return new ScaleTransformer(output, input, weights);
    }

    /// <summary>The fitted form: size and annotations known at run time.</summary>
    internal static CustomMappingEstimator<X, Y> Live(string output, string input, float[] weights)
    {
        SchemaDefinition to = Define<Y>(output, weights.Length);
        ReadOnlyMemory<char>[] names = [.. weights.Select((_, step) => $"t{step}".AsMemory())];
        to[0].AddAnnotation("SlotNames", new VBuffer<ReadOnlyMemory<char>>(weights.Length, names), new VectorDataViewType(TextDataViewType.Instance, weights.Length));
        return new MLContext().Transforms.CustomMapping<X, Y>((source, target) => target.Values = Apply(weights, source.Values, target.Values), null, Define<X>(input, weights.Length), to);
    }

    internal static VBuffer<float> Apply(float[] weights, in VBuffer<float> x, VBuffer<float> y)
    {
        if (x.Length != weights.Length)
            throw new InvalidOperationException($"expected {weights.Length} values, got {x.Length}");
        VBufferEditor<float> editor = VBufferEditor.Create(ref y, x.Length);
        x.CopyTo(editor.Values);
        for (int i = 0; i < weights.Length; i++)
            editor.Values[i] *= weights[i];
        return editor.Commit();
    }

    internal static (string Output, string Input, float[] Weights) Decode(ReadOnlyMemory<char> state)
    {
        string[] parts = state.ToString().Split('\n');
        return (parts[0], parts[1], MemoryMarshal.Cast<byte, float>(Convert.FromBase64String(parts[2])).ToArray());
    }

    private static SchemaDefinition Define<T>(string name, int size)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(T));
        (definition[0].ColumnName, definition[0].ColumnType) = (name, new VectorDataViewType(NumberDataViewType.Single, size));
        return definition;
    }

    private static IDataView Empty(string input, int size, int rows = 0) =>
        new MLContext().Data.LoadFromEnumerable(Enumerable.Repeat(new X(), rows).ToArray(), Define<X>(input, size));

    // Tag, state, copy in, map, copy out, drop.
    private TransformerChain<ColumnSelectingTransformer> Saved()
    {
        TransformsCatalog transforms = new MLContext().Transforms;
        string state = $"{_output}\n{_input}\n{Convert.ToBase64String(MemoryMarshal.AsBytes<float>(_weights))}";
        return transforms.CustomMapping<None, Tag>(new TagFactory().GetMapping(), TagFactory.Name)
            .Append(transforms.Conversion.MapValue("__state", new Dictionary<string, string> { ["0"] = state }, "__tag"))
            .Append(transforms.CopyColumns("__x", _input))
            .Append(transforms.CustomMapping<In, Out>(new ScaleFactory().GetMapping(), ScaleFactory.Name))
            .Append(transforms.CopyColumns(_output, "__y"))
            .Append(transforms.DropColumns("__tag", "__state", "__x", "__y"))
            .Fit(Empty(_input, _weights.Length));
    }

    internal sealed class X
    {
        public VBuffer<float> Values { get; set; }
    }

    internal sealed class Y
    {
        public VBuffer<float> Values { get; set; }
    }
}

/// <summary>Source of a mapping that reads no column.</summary>
public sealed class None;

/// <summary>Key of the state's table.</summary>
public sealed class Tag
{
    [ColumnName("__tag")]
    public ReadOnlyMemory<char> Value { get; set; }
}

/// <summary>What the saved form reads.</summary>
public sealed class In
{
    [ColumnName("__x")]
    public VBuffer<float> X { get; set; }

    [ColumnName("__state")]
    public ReadOnlyMemory<char> State { get; set; }
}

/// <summary>What the saved form writes.</summary>
public sealed class Out
{
    [ColumnName("__y")]
    public VBuffer<float> Y { get; set; }
}

/// <summary>Makes the tag.</summary>
[CustomMappingFactoryAttribute(Name)]
public sealed class TagFactory : CustomMappingFactory<None, Tag>
{
    public const string Name = "MlNetXai.Tests.Tag";

    public override Action<None, Tag> GetMapping() => (_, target) => target.Value = "0".AsMemory();
}

/// <summary>Makes the scaling, which finds its weights in the state.</summary>
[CustomMappingFactoryAttribute(Name)]
public sealed class ScaleFactory : CustomMappingFactory<In, Out>
{
    public const string Name = "MlNetXai.Tests.Scale";

    public override Action<In, Out> GetMapping()
    {
        (ReadOnlyMemory<char> Text, float[] Weights)? cache = null;
        Lock gate = new();
        return (source, target) =>
        {
            float[] weights;
            lock (gate)
            {
                if (cache is not { } known || !known.Text.Equals(source.State))
                    cache = known = (source.State, ScaleTransformer.Decode(source.State).Weights);
                weights = known.Weights;
            }

            target.Y = ScaleTransformer.Apply(weights, source.X, target.Y);
        };
    }
}
