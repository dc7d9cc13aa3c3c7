using System.ComponentModel;
using System.Reflection;
using System.Xml.Linq;
using MlNetXai.MLNet.Saving;
using MlNetXai.Tests;
using Xunit;

namespace MlNetXai.MLNet.Tests.Examples;

/// <summary>Every public member is shown in an example of the documentation, and every example there is compiled and run here.</summary>
public sealed class ExampleTests
{
    private static readonly Assembly Library = typeof(SavedPipelines).Assembly;

    [Fact]
    public void Examples_OfTheDocumentation_AreThoseThatRunHere()
    {
        string[] run = [.. Directory.GetFiles(Path.Combine(Repository.Root(), "tests", "MlNetXai.MLNet.Tests", "Examples"), "*.cs").Select(file => Text(File.ReadAllLines(file)))];
        (string Member, string Code)[] examples = [.. Documentation().SelectMany(member => Codes(member).Select(code => (member.Attribute("name")!.Value, code)))];

        Assert.NotEmpty(examples);
        Assert.Equal("", string.Join(Environment.NewLine, examples.Where(example => !run.Any(file => file.Contains(example.Code, StringComparison.Ordinal))).Select(example => example.Member)));
    }

    [Fact]
    public void Members_ThatArePublic_AreShownInAnExample()
    {
        Dictionary<string, string> examples = Documentation()
            .ToDictionary(member => member.Attribute("name")!.Value, member => string.Join('\n', Codes(member)), StringComparer.Ordinal);
        List<string> missing = [];
        foreach (Type type in Library.GetExportedTypes().Where(type => !IsForTheSakeOfMlNet(type)))
        {
            string ofType = examples.GetValueOrDefault($"T:{type.FullName!.Replace('+', '.')}", "");
            string all = ofType + string.Join('\n', examples.Where(pair => pair.Key[2..].StartsWith($"{type.FullName!.Replace('+', '.')}.", StringComparison.Ordinal)).Select(pair => pair.Value));
            if (all.Length == 0)
                missing.Add(type.FullName!);
            else
                missing.AddRange(Members(type).Where(member => !all.Contains(member, StringComparison.Ordinal)).Select(member => $"{type.FullName}.{member}"));
        }

        Assert.True(missing.Count == 0, $"No example shows {string.Join(", ", missing.Distinct(StringComparer.Ordinal))}.");
    }

    /// <summary>Names of a type's own members, without what an interface, a base class or a record asks for.</summary>
    private static IEnumerable<string> Members(Type type)
    {
        HashSet<string> asked = [.. type.GetInterfaces().SelectMany(one => one.GetMembers()).Select(member => member.Name), "ToString", "Equals", "GetHashCode", "Deconstruct", "<Clone>$", "PrintMembers"];
        return type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(member => member switch
            {
                // Accessors; those of extension properties are not marked as such.
                MethodInfo { IsSpecialName: true } => false,
                MethodInfo accessor when accessor.Name.StartsWith("get_", StringComparison.Ordinal) => false,
                MethodInfo method => method.GetBaseDefinition() == method,
                ConstructorInfo => false,
                Type => false,
                FieldInfo { IsSpecialName: true } => false,
                _ => true,
            })
            .Select(member => member.Name)
            .Where(name => !asked.Contains(name) && !name.StartsWith("op_", StringComparison.Ordinal));
    }

    private static bool IsForTheSakeOfMlNet(Type type) => type.GetCustomAttribute<EditorBrowsableAttribute>()?.State == EditorBrowsableState.Never || (type.FullName ?? "<").Contains('<', StringComparison.Ordinal);

    private static IEnumerable<XElement> Documentation() => XDocument.Load(Path.ChangeExtension(Library.Location, ".xml")).Descendants("member");

    private static IEnumerable<string> Codes(XElement member) => member.Elements("example").Descendants("code").Select(code => Text(code.Value.Split('\n')));

    // Lines without indentation and without empty ones at the ends.
    private static string Text(IEnumerable<string> lines) => string.Join('\n', lines.Select(line => line.Trim())).Trim();
}
