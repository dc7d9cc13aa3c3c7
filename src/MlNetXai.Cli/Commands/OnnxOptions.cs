using System.CommandLine;
using MlNetXai.Networks.Interchange.Onnx;

namespace MlNetXai.Cli.Commands;

/// <summary>Options of the commands that read ONNX.</summary>
internal static class OnnxOptions
{
    public static Option<string?> Layout() => new("--layout")
    {
        Description = "Axes of an ONNX input behind the batch: auto, time-channel or channel-time. Default auto: from the layers that read it.",
        HelpName = "ORDER",
    };

    public static Option<int?> Steps() => new("--steps") { Description = "Steps of a row, where an ONNX file leaves them open.", HelpName = "N" };

    /// <param name="model">The file or folder that is read.</param>
    /// <param name="layout">What <see cref="Layout"/> says.</param>
    /// <param name="steps">What <see cref="Steps"/> says.</param>
    /// <exception cref="UsageException">An option is out of range, or the model is no ONNX file.</exception>
    public static OnnxImportOptions Import(string model, string? layout, int? steps)
    {
        if ((layout is not null || steps is not null) && !Path.GetExtension(model).Equals(".onnx", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"--layout and --steps are of ONNX files, and {model} is none.");
        return UsageException.Check(() => new OnnxImportOptions
        {
            Layout = OptionTexts.OneOf(
                layout ?? "auto", "--layout", ("auto", OnnxLayout.Auto), ("time-channel", OnnxLayout.TimeChannel), ("channel-time", OnnxLayout.ChannelTime)),
            Steps = steps,
        });
    }
}
