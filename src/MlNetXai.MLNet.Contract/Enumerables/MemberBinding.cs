using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Ties one member of a class to one column, in both directions, without reflection per row.</summary>
internal abstract class MemberBinding<TRow>
    where TRow : class
{
    /// <exception cref="InvalidOperationException">The member cannot hold values of that type.</exception>
    public static MemberBinding<TRow> Create(string memberName, string columnName, DataViewType columnType)
    {
        MemberInfo member = ClassMembers.Find(typeof(TRow), memberName);
        Type memberType = ClassMembers.TypeOf(member);
        object conversion = MemberConversions.OrNull(memberType, columnType) ?? throw Messages.CannotBind(columnName, columnType, memberName, memberType);
        return (MemberBinding<TRow>)Activator.CreateInstance(typeof(Typed<,>).MakeGenericType(typeof(TRow), memberType, columnType.RawType), member, conversion);
    }

    /// <summary>The getter of the column whose value is the member of the object in <paramref name="slot"/>.</summary>
    public abstract Delegate GetterOf(RowSlot<TRow> slot);

    /// <summary>Sets the member of an object from the column at the current row.</summary>
    public abstract Action<TRow> SetterFrom(DataViewRow row, DataViewSchema.Column column);

    private sealed class Typed<TMember, TRaw>(MemberInfo member, IMemberConversion<TMember, TRaw> conversion) : MemberBinding<TRow>
    {
        // Made where it is used: a class may have many more members than a cursor reads.
        private Func<TRow, TMember> Read => field ??= ClassMembers.Reader<TRow, TMember>(member);

        private Action<TRow, TMember> Write => field ??= ClassMembers.Writer<TRow, TMember>(member);

        public override Delegate GetterOf(RowSlot<TRow> slot)
        {
            Func<TRow, TMember> read = Read
                ?? throw new InvalidOperationException($"'{member.Name}' of {typeof(TRow)} cannot be read. Give it a getter, or mark it with [NoColumn].");
            return (ValueGetter<TRaw>)((ref TRaw value) => conversion.ToRaw(read(slot.Row), ref value));
        }

        public override Action<TRow> SetterFrom(DataViewRow row, DataViewSchema.Column column)
        {
            Action<TRow, TMember> write = Write
                ?? throw new InvalidOperationException($"'{member.Name}' of {typeof(TRow)} cannot be set. Give it a setter, or mark it with [NoColumn].");

            // A member that can be read gives its old value, whose memory is used again.
            Func<TRow, TMember> old = Read ?? (_ => default);
            ValueGetter<TRaw> getter = row.GetGetter<TRaw>(column);
            if (getter is ValueGetter<TMember> direct)
            {
                return target =>
                {
                    TMember value = old(target);
                    direct(ref value);
                    write(target, value);
                };
            }

            TRaw raw = default;
            return target =>
            {
                getter(ref raw);
                TMember value = old(target);
                conversion.FromRaw(raw, ref value);
                write(target, value);
            };
        }
    }
}

/// <summary>The object that is the current row.</summary>
internal sealed class RowSlot<TRow>
    where TRow : class
{
    private TRow _row;

    public TRow Row
    {
        get => _row ?? throw new InvalidOperationException("The cursor is not on a row: call MoveNext first, and read only while it gives true.");
        set => _row = value;
    }
}
