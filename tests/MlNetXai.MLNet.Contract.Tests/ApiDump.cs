using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace MlNetXai.MLNet.Contract.Tests;

/// <summary>The public contract of assemblies: every public type, and every public or protected member, one canonical line each.</summary>
/// <remarks>
/// A line is "type | kind | declaration". Left out, because a caller cannot tell: members of types that are not visible,
/// explicit interface implementations, interfaces that are not public, private-protected and internal members, overrides of a visible
/// member, finalizers, nullability annotations, attributes. Nothing of the assemblies is executed.
/// </remarks>
internal sealed class ApiDump
{
    private readonly SortedSet<string> _lines = new(StringComparer.Ordinal);

    private ApiDump()
    {
    }

    public static IReadOnlyCollection<string> Of(IEnumerable<string> files)
    {
        IEnumerable<string> folders = files.Select(Path.GetDirectoryName).Append(AppContext.BaseDirectory).Append(Path.GetDirectoryName(typeof(object).Assembly.Location)).Distinct()!;
        PathAssemblyResolver resolver = new(folders.SelectMany(folder => Directory.GetFiles(folder!, "*.dll")).DistinctBy(Path.GetFileName));
        using MetadataLoadContext context = new(resolver);
        ApiDump dump = new();
        foreach (string file in files)
        {
            foreach (Type type in context.LoadFromAssemblyPath(file).GetTypes().Where(Visible))
                dump.DumpType(type);
        }
        return dump._lines;
    }

    private void DumpType(Type t)
    {
        string owner = FullName(t);
        void Line(string kind, string text) => _lines.Add($"{owner} | {kind} | {text}");

        if (IsDelegate(t))
        {
            var invoke = t.GetMethod("Invoke")!;
            Line("type", $"{Access(t)} delegate {Return(invoke)} {Declared(t)}({Parameters(invoke)}){Constraints(t.GetGenericArguments())}");
            return;
        }

        Line("type", TypeLine(t));
        if (t.IsEnum)
        {
            foreach (var f in t.GetFields(BindingFlags.Public | BindingFlags.Static))
                Line("value", $"{f.Name} = {Convert.ToString(f.GetRawConstantValue(), CultureInfo.InvariantCulture)}");
            return;
        }

        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (var c in t.GetConstructors(all))
            if (!c.IsStatic && Reachable(c))
                Line("ctor", $"{Access(c)} {Simple(t)}({Parameters(c)})");

        foreach (var f in t.GetFields(all))
            if (f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly)
            {
                string access = f.IsPublic ? "public" : "protected";
                Line("field", f.IsLiteral
                    ? $"{access} const {Name(f.FieldType)} {f.Name} = {Literal(f.GetRawConstantValue(), f.FieldType)}"
                    : $"{access} {(f.IsStatic ? "static " : "")}{(f.IsInitOnly ? "readonly " : "")}{Name(f.FieldType)} {f.Name}");
            }

        foreach (var p in t.GetProperties(all))
        {
            var get = p.GetMethod is { } g && Reachable(g) && !Overrides(g) ? g : null;
            var set = p.SetMethod is { } s && Reachable(s) && !Overrides(s) ? s : null;
            if (get is null && set is null) continue;
            var wide = get is not null && (get.IsPublic || set is null || !set.IsPublic) ? get : set!;
            var text = new StringBuilder($"{Access(wide)} {Modifiers(wide, t)}");
            text.Append(get is not null ? Return(get) : Name(p.PropertyType)).Append(' ');
            var index = p.GetIndexParameters();
            text.Append(index.Length > 0 ? $"this[{string.Join(", ", index.Select(Parameter))}]" : p.Name).Append(" {");
            if (get is not null) text.Append(get.IsPublic == wide.IsPublic ? " get;" : " protected get;");
            if (set is not null)
            {
                bool init = set.ReturnParameter.GetRequiredCustomModifiers().Any(m => m.Name == "IsExternalInit");
                text.Append(set.IsPublic == wide.IsPublic ? " " : " protected ").Append(init ? "init;" : "set;");
            }
            Line("property", text.Append(" }").ToString());
        }

        foreach (var e in t.GetEvents(all))
            if (e.AddMethod is { } add && Reachable(add) && !Overrides(add))
                Line("event", $"{Access(add)} {Modifiers(add, t)}event {Name(e.EventHandlerType!)} {e.Name}");

        foreach (var m in t.GetMethods(all))
            if (Reachable(m) && !Overrides(m) && m.Name != "Finalize" && !m.Name.Contains('<')
                && (!m.IsSpecialName || m.Name.StartsWith("op_", StringComparison.Ordinal)))
            {
                bool extension = m.GetCustomAttributesData().Any(a => a.AttributeType.Name == nameof(ExtensionAttribute));
                string generic = m.IsGenericMethodDefinition ? $"<{string.Join(", ", m.GetGenericArguments().Select(a => a.Name))}>" : "";
                Line("method", $"{Access(m)} {Modifiers(m, t)}{Return(m)} {m.Name}{generic}({(extension ? "this " : "")}{Parameters(m)}){(m.IsGenericMethodDefinition ? Constraints(m.GetGenericArguments()) : "")}");
            }
    }

    private string TypeLine(Type t)
    {
        string kind = t.IsEnum ? "enum" : t.IsInterface ? "interface"
            : t.IsValueType ? (Has(t, "IsReadOnlyAttribute") ? "readonly " : "") + (Has(t, "IsByRefLikeAttribute") ? "ref " : "") + "struct"
            : t is { IsAbstract: true, IsSealed: true } ? "static class"
            : t.IsAbstract ? "abstract class" : t.IsSealed ? "sealed class" : "class";
        var bases = new List<string>();
        if (t.IsEnum)
        {
            if (t.GetEnumUnderlyingType().FullName != "System.Int32") bases.Add(Name(t.GetEnumUnderlyingType()));
        }
        else
        {
            if (t is { IsClass: true, BaseType: { } b } && b.FullName != "System.Object") bases.Add(Name(b));
            // Every visible interface that the type has, but not those that its base already brings.
            var inherited = t.BaseType?.GetInterfaces().Select(Name).ToHashSet() ?? [];
            bases.AddRange(t.GetInterfaces().Where(VisibleDeep).Select(Name).Where(n => !inherited.Contains(n)).Order(StringComparer.Ordinal));
        }
        return $"{Access(t)} {kind} {Declared(t)}{(bases.Count > 0 ? " : " + string.Join(", ", bases) : "")}{Constraints(t.GetGenericArguments())}";
    }

    private static bool Has(Type t, string attribute) => t.GetCustomAttributesData().Any(a => a.AttributeType.Name == attribute);
    private static bool IsDelegate(Type t) => t.BaseType?.FullName == "System.MulticastDelegate";
    private static bool Visible(Type t) => t.IsNested
        ? (t.IsNestedPublic || t.IsNestedFamily || t.IsNestedFamORAssem) && Visible(t.DeclaringType!)
        : t.IsPublic;
    private static bool VisibleDeep(Type t) => Visible(t.IsGenericType ? t.GetGenericTypeDefinition() : t)
        && t.GetGenericArguments().All(a => a.IsGenericParameter || a.HasElementType || VisibleDeep(a));
    private static bool Reachable(MethodBase m) => (m.IsPublic || m.IsFamily || m.IsFamilyOrAssembly) && !m.Name.Contains('.', StringComparison.Ordinal) | m.IsConstructor;
    private static string Access(MemberInfo m) => m switch
    {
        Type t => t.IsNestedFamily || t.IsNestedFamORAssem ? "protected" : "public",
        MethodBase b => b.IsPublic ? "public" : "protected",
        _ => "public",
    };

    // Overrides a member of a visible base type: whoever sees the base can call it already.
    private static bool Overrides(MethodInfo m)
    {
        if (!m.IsVirtual || m.Attributes.HasFlag(MethodAttributes.NewSlot)) return false;
        string signature = string.Join(",", m.GetParameters().Select(p => p.ParameterType.Name));
        for (var b = m.DeclaringType!.BaseType; b is not null; b = b.BaseType)
        {
            if (!Visible(b.IsGenericType ? b.GetGenericTypeDefinition() : b)) continue;
            foreach (var o in b.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly))
                if (o.Name == m.Name && o.IsVirtual && (o.IsPublic || o.IsFamily || o.IsFamilyOrAssembly)
                    && o.GetParameters().Length == m.GetParameters().Length
                    && (b.IsGenericType || signature == string.Join(",", o.GetParameters().Select(p => p.ParameterType.Name))))
                    return true;
        }
        return false;
    }

    private static string Modifiers(MethodInfo m, Type t) => t.IsInterface
        ? m.IsStatic ? (m.IsAbstract ? "static abstract " : "static ") : m.IsAbstract ? "" : "default "
        : m.IsStatic ? "static "
        : m.IsAbstract ? "abstract "
        : m is { IsVirtual: true, IsFinal: false } && !t.IsSealed ? (m.Attributes.HasFlag(MethodAttributes.NewSlot) ? "virtual " : "override ")
        : "";

    private string Return(MethodInfo m)
    {
        if (!m.ReturnType.IsByRef) return Name(m.ReturnType);
        bool readOnly = m.ReturnParameter.GetRequiredCustomModifiers().Any(x => x.Name == "InAttribute");
        return (readOnly ? "ref readonly " : "ref ") + Name(m.ReturnType.GetElementType()!);
    }

    private string Parameters(MethodBase m) => string.Join(", ", m.GetParameters().Select(Parameter));

    private string Parameter(ParameterInfo p)
    {
        var type = p.ParameterType;
        string prefix = "";
        if (type.IsByRef)
        {
            prefix = p.IsOut ? "out " : p.GetCustomAttributesData().Any(a => a.AttributeType.Name is "IsReadOnlyAttribute" or "RequiresLocationAttribute") ? "in " : "ref ";
            type = type.GetElementType()!;
        }
        else if (p.GetCustomAttributesData().Any(a => a.AttributeType.Name is "ParamArrayAttribute" or "ParamCollectionAttribute")) prefix = "params ";
        string text = prefix + Name(type) + " " + p.Name;
        if (!p.IsOptional) return text;
        object? value;
        try { value = p.HasDefaultValue ? p.RawDefaultValue : null; } catch (FormatException) { value = null; }
        return text + " = " + (value is null or DBNull or Missing
            ? type.IsGenericParameter || type.IsValueType && !(type.IsGenericType && type.Name == "Nullable`1") ? "default" : "null"
            : Literal(value, type));
    }

    private string Literal(object? value, Type type)
    {
        if (value is null) return "null";
        if (type.IsGenericType && type.Name == "Nullable`1") type = type.GetGenericArguments()[0];
        if (type.IsEnum)
        {
            // One name where one fits; otherwise the number.
            foreach (var f in type.GetFields(BindingFlags.Public | BindingFlags.Static))
                if (Equals(f.GetRawConstantValue(), value)) return $"{Name(type)}.{f.Name}";
            return $"({Name(type)}){Convert.ToString(value, CultureInfo.InvariantCulture)}";
        }
        return value switch
        {
            string s => "\"" + s.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n").Replace("\r", "\\r").Replace("\t", "\\t") + "\"",
            char c => c is < ' ' or > '~' ? $"'\\u{(int)c:x4}'" : $"'{c}'",
            bool b => b ? "true" : "false",
            float f => f.ToString("R", CultureInfo.InvariantCulture) + "f",
            double d => d.ToString("R", CultureInfo.InvariantCulture) + "d",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
    }

    private string Constraints(Type[] arguments)
    {
        var text = new StringBuilder();
        foreach (var a in arguments.Where(a => a.IsGenericParameter))
        {
            var parts = new List<string>();
            var flags = a.GenericParameterAttributes;
            bool isStruct = flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
            bool unmanaged = a.GetCustomAttributesData().Any(x => x.AttributeType.Name == "IsUnmanagedAttribute");
            if (flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint)) parts.Add("class");
            if (isStruct) parts.Add(unmanaged ? "unmanaged" : "struct");
            parts.AddRange(a.GetGenericParameterConstraints().Where(c => c.FullName != "System.ValueType").Select(Name).Order(StringComparer.Ordinal));
            if (!isStruct && flags.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint)) parts.Add("new()");
            if (parts.Count > 0) text.Append($" where {a.Name} : {string.Join(", ", parts)}");
        }
        return text.ToString();
    }

    private static string Simple(Type t) => t.Name.Split('`')[0];

    // As declared: with variance, and only the type's own parameters.
    private string Declared(Type t)
    {
        if (!t.IsGenericTypeDefinition) return FullName(t);
        int outer = t.IsNested ? t.DeclaringType!.GetGenericArguments().Length : 0;
        var own = t.GetGenericArguments().Skip(outer).Select(a => (a.GenericParameterAttributes & GenericParameterAttributes.VarianceMask) switch
        {
            GenericParameterAttributes.Covariant => "out " + a.Name,
            GenericParameterAttributes.Contravariant => "in " + a.Name,
            _ => a.Name,
        }).ToArray();
        string path = (t.IsNested ? FullName(t.DeclaringType!) : t.Namespace ?? "") + "." + Simple(t);
        return own.Length > 0 ? $"{path.TrimStart('.')}<{string.Join(", ", own)}>" : path.TrimStart('.');
    }

    private string FullName(Type t) => Name(t);

    private string Name(Type t)
    {
        if (t.IsByRef) return Name(t.GetElementType()!) + "&";
        if (t.IsPointer) return Name(t.GetElementType()!) + "*";
        if (t.IsArray) return Name(t.GetElementType()!) + "[" + new string(',', t.GetArrayRank() - 1) + "]";
        if (t.IsGenericParameter) return t.Name;
        if (t.IsGenericType && t.Namespace == "System" && t.Name == "Nullable`1" && !t.IsGenericTypeDefinition)
            return Name(t.GetGenericArguments()[0]) + "?";
        string? keyword = t.Namespace != "System" || t.IsNested ? null : t.Name switch
        {
            "Void" => "void",
            "Object" => "object",
            "String" => "string",
            "Boolean" => "bool",
            "Char" => "char",
            "SByte" => "sbyte",
            "Byte" => "byte",
            "Int16" => "short",
            "UInt16" => "ushort",
            "Int32" => "int",
            "UInt32" => "uint",
            "Int64" => "long",
            "UInt64" => "ulong",
            "Single" => "float",
            "Double" => "double",
            "Decimal" => "decimal",
            _ => null,
        };
        if (keyword is not null) return keyword;
        var arguments = t.GetGenericArguments();
        int outer = t.IsNested ? t.DeclaringType!.GetGenericArguments().Length : 0;
        string prefix = t.IsNested
            ? Name(outer > 0 && !t.IsGenericTypeDefinition ? t.DeclaringType!.MakeGenericType(arguments[..outer]) : t.DeclaringType!) + "."
            : t.Namespace is { Length: > 0 } ns ? ns + "." : "";
        var own = arguments.Skip(outer).ToArray();
        return prefix + Simple(t) + (own.Length > 0 ? "<" + string.Join(", ", own.Select(Name)) + ">" : "");
    }
}
