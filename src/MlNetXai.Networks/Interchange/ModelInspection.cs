using MlNetXai.Networks.Interchange.Onnx;

namespace MlNetXai.Networks.Interchange;

/// <summary>What kind of file a model stands in.</summary>
public enum ModelFormat
{
    /// <summary>safetensors with layers, written by this library.</summary>
    MlNetXai,

    /// <summary>safetensors with weights alone.</summary>
    Safetensors,

    /// <summary>ONNX.</summary>
    Onnx,
}

/// <summary>What a model file holds, as far as it can be said without data.</summary>
public sealed record ModelInspection
{
    private ModelInspection()
    {
    }

    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>Its kind.</summary>
    public required ModelFormat Format { get; init; }

    /// <summary>Its size; data beside an ONNX file is not counted.</summary>
    public required long Bytes { get; init; }

    /// <summary>The network; null where the file holds weights alone.</summary>
    public Network? Network { get; init; }

    /// <summary>Texts by key that the file carries.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>Shapes of the arrays by name, of <see cref="ModelFormat.Safetensors"/>; otherwise empty: they are the layers' weights.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<int>> Tensors { get; init; } = new Dictionary<string, IReadOnlyList<int>>();

    /// <summary>What was understood or changed when the file was read, one sentence each: order of axes, a softmax cut off; of weights alone, arrays with NaN or infinity.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Number of values in all arrays.</summary>
    public long Parameters => Network?.WeightLength ?? Tensors.Values.Sum(shape => shape.Aggregate(1L, (product, size) => product * size));

    /// <summary>How many of them an optimiser changes: all but running statistics.</summary>
    public long TrainedParameters => Network is null
        ? Parameters
        : Network.Layers.SelectMany(layer => layer.Layer.Weights).Where(weight => weight.IsTrained).Sum(weight => (long)weight.Length);

    /// <summary>The network with the file's texts.</summary>
    /// <exception cref="ModelFileException">The file holds weights alone.</exception>
    public Model RequireModel() => Network is null ? throw ModelFile.WeightsAlone(Path) : new(Network, Metadata);

    /// <summary>Reads a file whole and says what it holds.</summary>
    /// <param name="path">ONNX where the name ends in .onnx, otherwise safetensors.</param>
    /// <param name="options">How ONNX is read, or null for the defaults.</param>
    /// <exception cref="ModelFileException">The file cannot be used.</exception>
    public static ModelInspection Read(string path, OnnxImportOptions? options = null)
    {
        if (OnnxFile.IsNamedSo(path))
        {
            ImportedNetwork imported = OnnxImport.Load(path, options);
            return new() { Path = path, Format = ModelFormat.Onnx, Bytes = Size(path), Network = imported.Network, Metadata = imported.ToModel().Metadata, Notes = imported.Notes };
        }

        SafetensorsFile file = SafetensorsFile.Load(path);
        if (ModelFile.HasGraph(file))
        {
            Model model = ModelFile.Read(file, path);
            return new() { Path = path, Format = ModelFormat.MlNetXai, Bytes = Size(path), Network = model.Network, Metadata = model.Metadata };
        }

        return new()
        {
            Path = path,
            Format = ModelFormat.Safetensors,
            Bytes = Size(path),
            Metadata = file.Metadata,
            Tensors = file.Tensors.ToDictionary(tensor => tensor.Key, tensor => tensor.Value.Shape),
            Notes = [.. ModelFile.NotFinite(file).Select(problem => $"The {problem}; no network takes it.")],
        };
    }

    private static long Size(string path) => new FileInfo(path).Length;
}
