using System.Globalization;
using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetXai.Cli.Pipelines;
using MlNetXai.Cli.Terminals;
using MlNetXai.MLNet.Explaining;
using MlNetXai.MLNet.Training;

namespace MlNetXai.Cli.Texts;

/// <summary>What is said of saved pipelines.</summary>
internal static class PipelineTexts
{
    /// <summary>What a file contains, for people.</summary>
    public static void Write(Terminal terminal, SavedPipeline pipeline)
    {
        terminal.Output.WriteLine($"{pipeline.Path}: {Numbers.Count(pipeline.Bytes)} bytes, contains {Numbers.Count(pipeline.PatientRows)} rows of patient data");
        if (pipeline.Network is { } network)
        {
            terminal.Output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Network {network.Model.Name}: {Numbers.Count(network.Model.WeightLength)} weights, rows of {network.Model.InputShape}{(network.SamplingRateHz is { } rate ? $" at {rate} Hz" : "")}"));
            terminal.Output.WriteLine($"Classes: {string.Join(", ", network.Model.Classes)}");
        }

        if (pipeline.Input is { } input)
            terminal.Output.WriteLine($"Reads: {string.Join(", ", input.Where(column => !column.IsHidden).Select(column => $"{column.Name} {column.Type}"))}");
        terminal.Table(
            ["Step", "Makes", "Explains"],
            pipeline.Steps.Zip(pipeline.Made(), (step, made) => (IReadOnlyList<string>)[Name(step), string.Join(", ", made.Select(column => column.Name)), Target(step) ?? ""]));
    }

    /// <summary>What a file contains, as JSON.</summary>
    public static void WriteJson(Stream stream, SavedPipeline pipeline)
    {
        using Utf8JsonWriter json = new(stream);
        json.WriteStartObject();
        json.WriteString("file", pipeline.Path);
        json.WriteNumber("bytes", pipeline.Bytes);
        json.WriteNumber("patientRows", pipeline.PatientRows);
        if (pipeline.Network is { } network)
        {
            json.WriteString("network", network.Model.Name);
            json.WriteNumber("weights", network.Model.WeightLength);
            json.WriteNumber("steps", network.Model.InputShape.Steps);
            json.WriteNumber("channels", network.Model.InputShape.Channels);
            if (network.SamplingRateHz is { } rate)
                json.WriteNumber("fs", rate);
            json.WriteStartArray("classes");
            foreach (string name in network.Model.Classes)
                json.WriteStringValue(name);
            json.WriteEndArray();
        }

        WriteColumns(json, "reads", pipeline.Input is { } input ? input : []);
        json.WriteStartArray("pipeline");
        foreach ((ITransformer step, IReadOnlyList<DataViewSchema.Column> made) in pipeline.Steps.Zip(pipeline.Made()))
        {
            json.WriteStartObject();
            json.WriteString("step", Name(step));
            WriteColumns(json, "makes", made);
            if (Target(step) is { } target)
                json.WriteString("explains", target);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>What <c>score</c> says at its end.</summary>
    public static void Write(Terminal terminal, ScoringResult result)
    {
        terminal.Output.WriteLine($"{Numbers.Count(result.Beats)} beats of {Numbers.Count(result.Recordings)} recordings scored and explained.");
        foreach (string file in result.Files)
            terminal.Output.WriteLine(file);
    }

    private static void WriteColumns(Utf8JsonWriter json, string name, IEnumerable<DataViewSchema.Column> columns)
    {
        json.WriteStartObject(name);
        foreach (DataViewSchema.Column column in columns.Where(column => !column.IsHidden))
            json.WriteString(column.Name, $"{column.Type}");
        json.WriteEndObject();
    }

    private static string Name(ITransformer step) => step switch
    {
        NetworkTransformer => "network",
        ExplanationTransformer explainer => explainer.Method,
        _ => step.GetType().Name,
    };

    private static string? Target(ITransformer step) => step is ExplanationTransformer explainer ? explainer.Target.ToString() : null;
}
