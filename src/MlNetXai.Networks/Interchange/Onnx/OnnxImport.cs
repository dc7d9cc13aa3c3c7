namespace MlNetXai.Networks.Interchange.Onnx;

/// <summary>A network read from an ONNX file.</summary>
/// <param name="Network">The network: it reads <c>[row, step, channel]</c>, whatever the file's own order of axes, and gives logits.</param>
/// <param name="Metadata">Texts by key that the file carries.</param>
/// <param name="Notes">What was understood or changed on the way, one sentence each: order of axes, a softmax cut off, dropped random steps.</param>
public sealed record ImportedNetwork(Network Network, IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<string> Notes);

/// <summary>Networks from ONNX files, as layers of this engine: every explanation works on them, gradients included.</summary>
public static class OnnxImport
{
    /// <summary>Reads a network, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    /// <exception cref="ModelFileException">The file is missing, damaged, or holds something that no layer stands for; node, operator and remedy are named.</exception>
    public static ImportedNetwork Load(string path, OnnxImportOptions? options = null) =>
        throw new ModelFileException(path, "cannot be read as ONNX yet");
}
