using System.CommandLine;

namespace MlNetXai.Cli.Commands;

/// <summary>Arguments that a mistyped option cannot fill.</summary>
internal static class Arguments
{
    /// <summary>A path or name; what begins with a dash is taken for an option that does not exist.</summary>
    public static Argument<string> Path(string name, string description)
    {
        Argument<string> argument = new(name) { Description = description };
        argument.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.Tokens[0].Value.StartsWith('-'))
                result.AddError($"Unrecognized option '{result.Tokens[0].Value}'. A path that begins with a dash is written ./{result.Tokens[0].Value}.");
        });
        return argument;
    }
}
