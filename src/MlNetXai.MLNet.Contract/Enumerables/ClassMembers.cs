using System.Linq.Expressions;
using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>The members of a class that can be columns, and compiled access to them.</summary>
internal static class ClassMembers
{
    private const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance;

    public static IEnumerable<MemberInfo> Of(Type type, SchemaDefinition.Direction direction)
    {
        bool read = direction.HasFlag(SchemaDefinition.Direction.Read), write = direction.HasFlag(SchemaDefinition.Direction.Write);
        IEnumerable<MemberInfo> fields = type.GetFields(Public).Where(field => !write || !field.IsInitOnly);
        IEnumerable<MemberInfo> properties = type.GetProperties(Public).Where(property => property.GetIndexParameters().Length == 0
            && (!read || property.GetMethod is { IsPublic: true }) && (!write || property.SetMethod is { IsPublic: true }));
        return fields.Concat(properties).Where(member => !member.IsDefined(typeof(NoColumnAttribute)));
    }

    public static MemberInfo Find(Type type, string name) =>
        (MemberInfo)type.GetField(name, Public) ?? type.GetProperty(name, Public)
        ?? throw new ArgumentOutOfRangeException(nameof(name), $"{type} has no public field or property '{name}'.");

    public static Type TypeOf(MemberInfo member) => member is FieldInfo field ? field.FieldType : ((PropertyInfo)member).PropertyType;

    /// <summary>The column type that a member and its attributes ask for.</summary>
    public static DataViewType ColumnTypeOf(MemberInfo member)
    {
        Type type = TypeOf(member), itemType = ItemTypeOf(type);
        PrimitiveDataViewType item = PrimitiveTypes.OrNull(itemType ?? type) ?? throw Unsupported(member, "is none of the types that a column can have");
        if (member.GetCustomAttribute<KeyTypeAttribute>() is { } key)
        {
            if (!KeyDataViewType.IsValidDataType(item.RawType))
                throw Unsupported(member, "is marked with [KeyType], which asks for an unsigned integer");
            item = new KeyDataViewType(item.RawType, key.Count ?? KeyDataViewType.Largest(item.RawType));
        }

        int[] dimensions = member.GetCustomAttribute<VectorTypeAttribute>()?.Dimensions;
        if (itemType is not null)
            return new VectorDataViewType(item, dimensions is { Length: > 0 } ? dimensions : [0]);
        return dimensions is null ? item : throw Unsupported(member, "is marked with [VectorType], which asks for an array or a VBuffer");
    }

    /// <summary>The type of the items of an array or <see cref="VBuffer{T}"/>, else null.</summary>
    public static Type ItemTypeOf(Type type) =>
        type.IsSZArray ? type.GetElementType()
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>) ? type.GetGenericArguments()[0]
        : null;

    /// <summary>Reads a member; null where it cannot be read.</summary>
    public static Func<TRow, TMember> Reader<TRow, TMember>(MemberInfo member)
    {
        if (member is PropertyInfo property)
            return property.GetMethod?.CreateDelegate<Func<TRow, TMember>>();
        ParameterExpression row = Expression.Parameter(typeof(TRow));
        return Expression.Lambda<Func<TRow, TMember>>(Expression.MakeMemberAccess(row, member), row).Compile();
    }

    /// <summary>Writes a member; null where it cannot be written.</summary>
    public static Action<TRow, TMember> Writer<TRow, TMember>(MemberInfo member)
    {
        if (member is PropertyInfo property)
            return property.SetMethod?.CreateDelegate<Action<TRow, TMember>>();
        if (member is FieldInfo { IsInitOnly: true })
            return null;
        ParameterExpression row = Expression.Parameter(typeof(TRow)), value = Expression.Parameter(typeof(TMember));
        return Expression.Lambda<Action<TRow, TMember>>(Expression.Assign(Expression.MakeMemberAccess(row, member), value), row, value).Compile();
    }

    private static ArgumentOutOfRangeException Unsupported(MemberInfo member, string fault) =>
        new(nameof(member), $"Member '{member.Name}' of {member.DeclaringType}, a {TypeOf(member)}, {fault}. Change its type, or mark it with [NoColumn].");
}
