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

    public static OnnxImportOptions Import(string? layout, int? steps) => UsageException.Check(() => new OnnxImportOptions
    {
        Layout = OptionTexts.OneOf(
            layout ?? "auto", "--layout", ("auto", OnnxLayout.Auto), ("time-channel", OnnxLayout.TimeChannel), ("channel-time", OnnxLayout.ChannelTime)),
        Steps = steps,
    });
}
