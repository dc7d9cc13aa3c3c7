using System.CommandLine;

namespace MlNetXai.Cli.Commands;

/// <summary>A command whose help ends with examples.</summary>
/// <param name="name">Word on the command line.</param>
/// <param name="description">What it does.</param>
/// <param name="examples">Whole command lines without the program's name.</param>
internal sealed class ExampleCommand(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;
}
