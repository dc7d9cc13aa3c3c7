using System.Text.Encodings.Web;
using System.Text.Json;
using MlNetXai.Cli.Terminals;
using MlNetXai.Explanations;
using MlNetXai.Reporting.Tables;
using MlNetXai.Runs.Explaining;

namespace MlNetXai.Cli.Texts;

/// <summary>What <c>methods</c> says of explanation methods.</summary>
internal static class MethodTexts
{
    /// <summary>All methods, for people.</summary>
    public static void Write(Terminal terminal)
    {
        terminal.Wrapped("Explanation methods: what they need of the network, their cost in forward (F) and backward (B) passes per beat, and their source.");
        terminal.Output.WriteLine();
        foreach (MethodDescription method in MethodCatalog.All)
            terminal.Entry(method.Name, method.NeedsText, method.Cost, method.Source);
        terminal.Output.WriteLine();
        foreach (MethodDescription method in MethodCatalog.All.Where(method => !method.GivesAttribution))
            terminal.Wrapped($"{method.Name} gives no value for each sample: {method.Summary}");
        terminal.Wrapped("What a method says, and its options: mlnetxai methods NAME");
    }

    /// <summary>One method with its options, for people.</summary>
    public static void Write(Terminal terminal, MethodDescription method)
    {
        terminal.Wrapped($"{method.Name}: {method.Title}");
        terminal.Wrapped(method.Summary);
        if (method.Remark is { } remark)
            terminal.Wrapped(remark);
        terminal.Wrapped($"Gives: {Gives(method)}");
        terminal.Wrapped($"Needs: {method.NeedsText}");
        terminal.Wrapped($"Cost: {method.Cost} (forward and backward passes per beat)");
        terminal.Wrapped($"Source: {method.Source}");
        IReadOnlyList<MethodOption> options = EcgMethods.Options(method.Name);
        if (options.Count == 0)
        {
            terminal.Wrapped("It has no options.");
            return;
        }

        terminal.Output.WriteLine();
        terminal.Table(new Table
        {
            Caption = $"Options, set by explain --set {method.Name}.OPTION=VALUE",
            Columns = [new("Option"), new("Default"), new("Value")],
            Rows = [.. options.Select(option => (IReadOnlyList<Cell>)[option.Name, option.Default, option.Values])],
        });
    }

    /// <summary>Methods with their options, as a JSON array.</summary>
    public static void WriteJson(Stream stream, IEnumerable<MethodDescription> methods)
    {
        using Utf8JsonWriter json = new(stream, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartArray();
        foreach (MethodDescription method in methods)
        {
            json.WriteStartObject();
            json.WriteString("method", method.Name);
            json.WriteString("title", method.Title);
            json.WriteString("summary", method.Summary);
            json.WriteString("remark", method.Remark);
            json.WriteBoolean("attribution", method.GivesAttribution);
            json.WriteString("needs", method.NeedsText);
            json.WriteString("cost", method.Cost);
            json.WriteString("source", method.Source);
            json.WriteStartArray("options");
            foreach (MethodOption option in EcgMethods.Options(method.Name))
            {
                json.WriteStartObject();
                json.WriteString("option", option.Name);
                json.WriteString("default", option.Default);
                json.WriteString("values", option.Values);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Gives(MethodDescription method) => !method.GivesAttribution
        ? "no value for each sample; its result stands by itself"
        : $"a value for each sample; its {(method.Salience == SalienceView.Magnitude ? "magnitude" : "signed value")} counts as salience";
}
