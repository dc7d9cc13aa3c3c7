using System.CommandLine;
using Microsoft.ML;
using MlNetXai.Cli.Pipelines;
using MlNetXai.Cli.Terminals;
using MlNetXai.Cli.Texts;
using MlNetXai.MLNet.Explaining;
using MlNetXai.Runs.Explaining;

namespace MlNetXai.Cli.Commands;

/// <summary><c>pack RUN</c>: a trained network and explainers as one saved ML.NET pipeline.</summary>
internal static class PackCommand
{
    public static Command Create(Terminal terminal)
    {
        EcgExplanationOptions defaults = new();
        Argument<string> run = Arguments.Path("RUN", "Run folder of a trained network, a folder of models/, or a model.safetensors.");
        Option<string> output = new("--out") { Description = "File to write.", HelpName = "MODEL.zip", Required = true };
        Option<string?> method = new("--method") { Description = $"Methods, by name, with the settings of the run's explanation, else the defaults. Default {string.Join(", ", defaults.Methods)}.", HelpName = "A,B" };
        Option<string?> target = new("--target") { Description = "Class explained: predicted, or a class by name. Default predicted.", HelpName = "CLASS" };
        ExampleCommand command = new(
            "pack",
            "Save a trained network with explainers as one ML.NET pipeline, from the beat column on.",
            "pack runs/split1 --out model.zip",
            "pack models/ecg-lstm-mitbih --method occlusion --target V --out v.zip")
        {
            run, output, method, target,
        };
        command.SetAction((parsed, cancellation) =>
        {
            IReadOnlyList<string> methods = UsageException.Check(
                () => parsed.GetValue(method) is { } names ? (defaults with { Methods = OptionTexts.Words(names) }).Methods : defaults.Methods);
            ExplanationTarget explained = Target(parsed.GetValue(target) ?? "predicted");
            string file = parsed.GetRequiredValue(output);
            PipelinePacking.Write(TrainedModel.Find(parsed.GetRequiredValue(run)), methods, explained, file);
            PipelineTexts.Write(terminal, SavedPipeline.Load(new MLContext(seed: 0), file));
            return Task.FromResult(ExitCodes.Success);
        });
        return command;

        static ExplanationTarget Target(string text) => text switch
        {
            "predicted" => ExplanationTarget.Predicted,
            "label" => throw new UsageException("--target is 'label', but new recordings have no labels; write predicted, or a class by name."),
            _ => ExplanationTarget.Class(text),
        };
    }
}
