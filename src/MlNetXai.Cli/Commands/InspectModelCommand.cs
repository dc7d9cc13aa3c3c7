using System.CommandLine;
using MlNetXai.Cli.Pipelines;
using MlNetXai.Cli.Terminals;
using MlNetXai.Cli.Texts;
using MlNetXai.Networks.Interchange;
using MlNetXai.Networks.Interchange.Onnx;

namespace MlNetXai.Cli.Commands;

/// <summary><c>inspect-model FILE</c>: layers, shapes and size of a network, and which explanations it can give.</summary>
internal static class InspectModelCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> file = Arguments.Path("FILE", "A .onnx or .safetensors file, or a folder with a model.safetensors.");
        Option<string?> layout = OnnxOptions.Layout();
        Option<int?> steps = OnnxOptions.Steps();
        Option<bool> json = new("--json") { Description = "Print JSON and nothing else on stdout." };
        ExampleCommand command = new(
            "inspect-model",
            "Show layers, shapes and size of a network, and which explanations it can give.",
            "inspect-model models/ecg-lstm-mitbih",
            "inspect-model model.onnx --json",
            "inspect-model model.onnx --layout channel-time")
        {
            file, layout, steps, json,
        };
        command.SetAction((parsed, _) =>
        {
            string path = parsed.GetRequiredValue(file);
            OnnxImportOptions import = OnnxOptions.Import(path, parsed.GetValue(layout), parsed.GetValue(steps));
            var inspection = ModelInspection.Read(TrainedModel.Find(path).Path, import);
            if (parsed.GetValue(json))
                terminal.Write(stream => ModelTexts.WriteJson(stream, inspection));
            else
                ModelTexts.Write(terminal, inspection);
            return Task.FromResult(ExitCodes.Success);
        });
        return command;
    }
}
