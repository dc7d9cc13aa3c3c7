using System.CommandLine;
using MlNetXai.Cli.Terminals;
using MlNetXai.Cli.Texts;
using MlNetXai.Explanations;

namespace MlNetXai.Cli.Commands;

/// <summary><c>methods [NAME]</c>: explanation methods, what they need, cost and can be set to.</summary>
internal static class MethodsCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string?> name = new("NAME") { Description = "Method to tell all of, with its options.", Arity = ArgumentArity.ZeroOrOne };
        Option<bool> json = new("--json") { Description = "Print JSON and nothing else on stdout." };
        ExampleCommand command = new(
            "methods",
            "List explanation methods: what they need, what they cost, their options.",
            "methods",
            "methods integrated-gradients",
            "methods --json")
        {
            name, json,
        };
        command.SetAction((parsed, _) =>
        {
            MethodDescription? method = parsed.GetValue(name) is { } one ? Find(one) : null;
            if (parsed.GetValue(json))
                terminal.Write(stream => MethodTexts.WriteJson(stream, method is null ? MethodCatalog.All : [method]));
            else if (method is null)
                MethodTexts.Write(terminal);
            else
                MethodTexts.Write(terminal, method);
            return Task.FromResult(ExitCodes.Success);
        });
        return command;

        static MethodDescription Find(string name)
        {
            try
            {
                return MethodCatalog.Find(name);
            }
            catch (MlNetXaiException error)
            {
                throw new UsageException(error.Message, error);
            }
        }
    }
}
