using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Xunit;

namespace MlNetXai.Tests;

/// <summary>A library's public API as text, one line per type and member, against the text committed beside its tests as <c>PublicApi.txt</c>.</summary>
internal static class PublicApi
{
    /// <summary>Fails where API and text differ, naming the lines; with the environment variable <c>MLNETXAI_ACCEPT=1</c> writes the text anew instead.</summary>
    /// <param name="assembly">The library.</param>
    /// <param name="testFile">A file in the test project's root folder.</param>
    public static void AssertUnchanged(Assembly assembly, [CallerFilePath] string testFile = "")
    {
        string path = Path.Combine(Path.GetDirectoryName(testFile)!, "PublicApi.txt");
        string[] actual = [.. Lines(assembly)];
        if (Environment.GetEnvironmentVariable("MLNETXAI_ACCEPT") == "1")
        {
            File.WriteAllText(path, string.Join('\n', actual) + "\n");
            return;
        }

        string[] expected = File.Exists(path) ? File.ReadAllLines(path) : [];
        string[] added = [.. actual.Except(expected, StringComparer.Ordinal)], gone = [.. expected.Except(actual, StringComparer.Ordinal)];
        Assert.True(
            added.Length == 0 && gone.Length == 0,
            $"The public API of {assembly.GetName().Name} is not what {path} says. If that is meant, run the test with MLNETXAI_ACCEPT=1 and commit the text.\n"
            + string.Concat(gone.Select(line => $"- {line}\n")) + string.Concat(added.Select(line => $"+ {line}\n")));
    }

    private static IEnumerable<string> Lines(Assembly assembly)
    {
        List<string> lines = [];
        foreach (Type type in assembly.GetExportedTypes())
        {
            string name = Name(type);
            lines.Add($"{name}: {Kind(type)}{Bases(type)}");
            const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
            foreach (MemberInfo member in type.GetMembers(Declared))
            {
                if (Describe(member) is { } text)
                    lines.Add($"{name}.{text}");
            }
        }

        return lines.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
    }

    private static string Kind(Type type) =>
        type.IsEnum ? "enum"
        : type.IsInterface ? "interface"
        : typeof(MulticastDelegate).IsAssignableFrom(type) ? "delegate"
        : type.IsValueType ? (type.IsDefined(typeof(IsReadOnlyAttribute), false) ? "readonly struct" : "struct")
        : type.IsAbstract && type.IsSealed ? "static class"
        : type.IsAbstract ? "abstract class"
        : type.IsSealed ? "sealed class" : "class";

    private static string Bases(Type type)
    {
        if (type.IsEnum || typeof(MulticastDelegate).IsAssignableFrom(type))
            return "";
        IEnumerable<Type> bases = type.GetInterfaces().Where(i => i.IsVisible && i.Namespace is not ("System" or "System.Runtime.Serialization") && !i.Name.StartsWith("IEquatable", StringComparison.Ordinal));
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType))
            bases = bases.Prepend(parent);
        string[] names = [.. bases.Select(Name).Order(StringComparer.Ordinal)];
        return names.Length == 0 ? "" : " : " + string.Join(", ", names);
    }

    // Null for what is not public or protected, and for what the compiler adds to records.
    private static string? Describe(MemberInfo member) => member switch
    {
        ConstructorInfo c when Visible(c) && !IsCopy(c) => $"new({Parameters(c)})",
        FieldInfo f when (f.IsPublic || f.IsFamily) && !f.IsSpecialName =>
            f.IsLiteral ? $"{f.Name} = {Literal(f.GetRawConstantValue())}" : $"{(f.IsStatic ? "static " : "")}{f.Name}: {Name(f.FieldType)}{Mark(new NullabilityInfoContext().Create(f))}",
        PropertyInfo p when p.GetAccessors(true).Any(Visible) && p.Name != "EqualityContract" => Property(p),
        EventInfo e when e.AddMethod is { } add && Visible(add) => $"event {e.Name}: {Name(e.EventHandlerType!)}",
        MethodInfo m when Visible(m) && (!m.IsSpecialName || m.Name.StartsWith("op_", StringComparison.Ordinal)) && !IsOfRecord(m) => Method(m),
        _ => null,
    };

    private static bool Visible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsCopy(ConstructorInfo constructor) =>
        constructor.GetParameters() is [{ } only] && only.ParameterType == constructor.DeclaringType && constructor.DeclaringType!.GetMethod("<Clone>$") is not null;

    private static bool IsOfRecord(MethodInfo method) =>
        method.Name.Contains('<', StringComparison.Ordinal) || method.IsDefined(typeof(CompilerGeneratedAttribute), false) || method.Name is "PrintMembers";

    private static string Property(PropertyInfo property)
    {
        MethodInfo any = property.GetAccessors(true)[0];
        StringBuilder access = new();
        if (property.GetMethod is { } get && Visible(get))
            access.Append("get; ");
        if (property.SetMethod is { } set && Visible(set))
            access.Append(set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init; " : "set; ");
        string required = property.IsDefined(typeof(RequiredMemberAttribute), false) ? "required " : "";
        ParameterInfo[] index = property.GetIndexParameters();
        string name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(Parameter))}]";
        return $"{(any.IsStatic ? "static " : "")}{required}{name}: {Name(property.PropertyType)}{Mark(new NullabilityInfoContext().Create(property))} {{ {access}}}";
    }

    private static string Method(MethodInfo method)
    {
        string generic = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";
        return $"{(method.IsStatic ? "static " : "")}{method.Name}{generic}({Parameters(method)}): {Name(method.ReturnType)}{Mark(new NullabilityInfoContext().Create(method.ReturnParameter))}";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        string passing = parameter.IsOut ? "out " : !parameter.ParameterType.IsByRef ? "" : parameter.IsIn ? "in " : "ref ";
        string many = parameter.IsDefined(typeof(ParamArrayAttribute), false) || parameter.IsDefined(typeof(ParamCollectionAttribute), false) ? "params " : "";
        string value = parameter.HasDefaultValue ? $" = {Literal(parameter.RawDefaultValue)}" : "";
        return $"{many}{passing}{Name(parameter.ParameterType)}{Mark(new NullabilityInfoContext().Create(parameter))} {parameter.Name}{value}";
    }

    // "?" where a reference may be null; Name says it for values.
    private static string Mark(NullabilityInfo info) =>
        !info.Type.IsValueType && !info.Type.IsGenericParameter && NullabilityState.Nullable == (info.ReadState == NullabilityState.Unknown ? info.WriteState : info.ReadState)
            ? "?"
            : "";

    private static string Literal(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        _ => FormattableString.Invariant($"{value}"),
    };

    private static string Name(Type type)
    {
        if (type.IsByRef)
            return Name(type.GetElementType()!);
        if (type.IsArray)
            return $"{Name(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (Nullable.GetUnderlyingType(type) is { } value)
            return Name(value) + "?";
        if (type.IsGenericParameter)
            return type.Name;

        string place = type.Namespace?.StartsWith("MlNetXai", StringComparison.Ordinal) == true ? type.Namespace + "." : "";
        string nesting = type.DeclaringType is { } outer ? Name(outer) + "." : place;
        string name = type.Name.Split('`')[0];
        Type[] arguments = type.GetGenericArguments();
        return nesting + name + (arguments.Length == 0 ? "" : $"<{string.Join(", ", arguments.Select(Name))}>");
    }
}
