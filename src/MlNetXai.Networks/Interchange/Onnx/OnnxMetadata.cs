using System.Text.Json.Nodes;

namespace MlNetXai.Networks.Interchange.Onnx;

/// <summary>Keys of the texts that our ONNX files carry in <c>metadata_props</c>, beside those of <see cref="Model.Metadata"/>.</summary>
internal static class OnnxMetadata
{
    /// <summary>Names of the classes in the order of the output, a JSON array of texts.</summary>
    public const string Classes = "mlnetxai.classes";

    /// <summary>"softmax" or "sigmoid": what makes probabilities of the logits, whether or not the file ends in it.</summary>
    public const string Output = "mlnetxai.output";

    /// <summary>JSON array of sentences: what of the network the file does not carry.</summary>
    public const string Notes = "mlnetxai.notes";

    /// <summary>JSON array of the names of LSTM nodes that have one bias per direction: the operator itself always has two, the second 0.</summary>
    public const string OneBias = "mlnetxai.oneBias";

    /// <summary>Texts as a JSON array.</summary>
    public static string Texts(IEnumerable<string> texts) => new JsonArray([.. texts.Select(text => JsonValue.Create(text))]).ToJsonString();
}
