namespace MlNetXai.Networks.Interchange.Onnx.Import;

/// <summary>Something in a file that no layer stands for; whoever knows node and file puts their names in front.</summary>
/// <param name="problem">What is wrong.</param>
/// <param name="remedy">What the user can do: a sentence.</param>
internal sealed class ImportException(string problem, string remedy) : Exception($"{problem}. {remedy}")
{
    /// <summary>The remedy of a file that is not what ONNX prescribes.</summary>
    public const string WriteAgain = "The file is damaged or was written wrongly; export the model again.";

    /// <summary>The remedy of a model that uses what this engine does not have.</summary>
    public const string Rewrite = "Export the model without it, or explain its scores alone (occlusion) through ML.NET.";

    /// <summary>What is wrong.</summary>
    public string Problem => problem;

    /// <summary>What the user can do.</summary>
    public string Remedy => remedy;

    /// <summary>Throws for what no layer has.</summary>
    /// <param name="isPresent">Whether the file has it.</param>
    /// <param name="what">What it is.</param>
    public static void ThrowIf(bool isPresent, string what)
    {
        if (isPresent)
            throw new ImportException($"{what} is not read", Rewrite);
    }
}
