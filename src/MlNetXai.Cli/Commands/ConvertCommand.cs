using System.CommandLine;
using MlNetXai.Cli.Pipelines;
using MlNetXai.Cli.Terminals;
using MlNetXai.Cli.Texts;
using MlNetXai.Networks.Interchange;
using MlNetXai.Networks.Interchange.Onnx;

namespace MlNetXai.Cli.Commands;

/// <summary><c>convert IN OUT</c>: networks between ONNX and this library's files.</summary>
internal static class ConvertCommand
{
    public static Command Create(Terminal terminal)
    {
        OnnxExportOptions defaults = new();
        Argument<string> input = Arguments.Path("IN", "A .onnx or .safetensors file, or a folder with a model.safetensors.");
        Argument<string> output = Arguments.Path("OUT", "File to write: .onnx, or .safetensors for this library's own.");
        Option<string?> network = new("--network") { Description = "IN holds weights alone (layer.weight): they go into the network of this file.", HelpName = "FILE" };
        Option<string?> layout = OnnxOptions.Layout();
        Option<int?> steps = OnnxOptions.Steps();
        Option<bool> logits = new("--logits") { Description = "ONNX gives logits. Default: probabilities." };
        Option<string?> inputName = new("--input") { Description = $"Name of the ONNX input, the column of rows. Default {defaults.InputName}.", HelpName = "NAME" };
        Option<string?> outputName = new("--output") { Description = $"Name of the ONNX output, the score column. Default {defaults.OutputName}.", HelpName = "NAME" };
        ExampleCommand command = new(
            "convert",
            "Write a network as ONNX (opset 17), or one from ONNX as a file of this library.",
            "convert models/ecg-lstm-mitbih ecg.onnx",
            "convert model.onnx model.safetensors --layout channel-time",
            "convert model.safetensors logits.onnx --logits",
            "convert weights.safetensors new.safetensors --network old.onnx")
        {
            input, output, network, layout, steps, logits, inputName, outputName,
        };
        command.SetAction((parsed, _) =>
        {
            string from = parsed.GetRequiredValue(input), to = parsed.GetRequiredValue(output);
            OnnxExportOptions export = UsageException.Check(() => defaults with
            {
                Logits = parsed.GetValue(logits),
                InputName = parsed.GetValue(inputName) ?? defaults.InputName,
                OutputName = parsed.GetValue(outputName) ?? defaults.OutputName,
            });
            bool toOnnx = OptionTexts.OneOf(Path.GetExtension(to).ToLowerInvariant(), "The extension of OUT", (".onnx", true), (".safetensors", false));
            if (!toOnnx && export != defaults)
                throw new UsageException("--logits, --input and --output are of ONNX files, and OUT is none.");

            OnnxImportOptions import = OnnxOptions.Import(parsed.GetValue(network) ?? from, parsed.GetValue(layout), parsed.GetValue(steps));
            IReadOnlyList<string> notes = [];
            Model model;
            if (parsed.GetValue(network) is { } host)
            {
                Model old = Read(host);
                RequireOther(from, to);
                model = old with { Network = ModelFile.LoadWeights(old.Network, from) };
            }
            else
            {
                model = Read(from);
            }

            if (toOnnx)
                notes = [.. notes, .. OnnxExport.Save(model.Network, to, export with { Metadata = model.Metadata })];
            else
                ModelFile.Save(model, to);
            foreach (string note in notes)
                terminal.Error.WriteLine($"note: {PrintableText.Escape(note)}");
            ModelTexts.WriteFile(terminal, to, model.Network);
            return Task.FromResult(ExitCodes.Success);

            Model Read(string path)
            {
                string file = TrainedModel.Find(path).Path;
                RequireOther(file, to);
                var read = ModelInspection.Read(file, import);
                notes = read.Notes;
                return read.RequireModel();
            }
        });
        return command;
    }

    private static void RequireOther(string input, string output)
    {
        if (File.Exists(output) && Target(input) == Target(output))
            throw new UsageException($"OUT is {input} itself, which would be overwritten; name another file.");

        static string Target(string path) => Path.GetFullPath(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
    }
}
