namespace MlNetXai.Networks.Tests.Interchange.Onnx;

/// <summary>Files of Golden/onnx, in the sources.</summary>
internal static class OnnxFiles
{
    public static string Folder => System.IO.Path.Combine(AppContext.BaseDirectory, "Golden", "onnx");

    public static string Path(string name) => System.IO.Path.Combine(Folder, name);
}
