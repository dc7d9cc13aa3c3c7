using MlNetXai.Networks;
using MlNetXai.Networks.Interchange;

namespace MlNetXai.MLNet.Training;

/// <summary>A network with what belongs to it, as pipelines carry it.</summary>
/// <param name="Network">The network.</param>
/// <param name="Metadata">Texts by key, e.g. the sampling rate of its rows.</param>
internal sealed record ScoringModel(Network Network, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>Key of the sampling rate among the metadata.</summary>
    public const string SamplingRateKey = "mlnetxai.samplingRateHz";

    public ScoringModel(Network network)
        : this(network, new Dictionary<string, string>())
    {
    }

    /// <summary>Whether both give the same scores to the bit: the same network, or copies of it.</summary>
    public bool IsSameAs(ScoringModel other) =>
        ReferenceEquals(Network, other.Network) || (Network.Weights.SequenceEqual(other.Network.Weights) && ToBytes().AsSpan().SequenceEqual(other.ToBytes()));

    /// <summary>The model as the bytes of a model file.</summary>
    public byte[] ToBytes()
    {
        using MemoryStream stream = new();
        ModelFile.Save(new Model(Network, Metadata), stream);
        return stream.ToArray();
    }

    /// <summary>Reads the bytes of a model file.</summary>
    /// <exception cref="ModelFileException">They are damaged.</exception>
    public static ScoringModel FromBytes(ReadOnlySpan<byte> bytes, string place)
    {
        Model model = ModelFile.Parse(bytes, place);
        return new(model.Network, model.Metadata);
    }
}
