using System.Numerics;

namespace Microsoft.ML.Data;

/// <summary>How the value of a member and the value in the view become each other.</summary>
internal interface IMemberConversion<TMember, TRaw>
{
    void ToRaw(TMember member, ref TRaw raw);

    /// <param name="raw">The value in the view.</param>
    /// <param name="member">The member's old value, whose memory may be used again, and the new one.</param>
    void FromRaw(in TRaw raw, ref TMember member);
}

/// <summary>Chooses the conversion between a member and a column.</summary>
internal static class MemberConversions
{
    /// <summary>An <see cref="IMemberConversion{TMember, TRaw}"/> for that member type and the raw type of the column, or null if they do not fit.</summary>
    public static object OrNull(Type memberType, DataViewType columnType)
    {
        if (columnType is not VectorDataViewType vector)
            return OfItems(memberType, columnType);

        object items = ClassMembers.ItemTypeOf(memberType) is { } memberItem ? OfItems(memberItem, vector.ItemType) : null;
        if (items is null)
            return null;
        if (memberType.IsSZArray)
            return Make(typeof(ArrayConversion<,>), [memberType.GetElementType(), vector.ItemType.RawType], items);
        return memberType != vector.RawType ? null
            : vector.ItemType is KeyDataViewType ? Make(typeof(KeyVectorConversion<>), [vector.ItemType.RawType], items)
            : Make(typeof(VectorConversion<>), [vector.ItemType.RawType]);
    }

    private static object OfItems(Type memberType, DataViewType columnType)
    {
        if (memberType == typeof(string) && columnType is TextDataViewType)
            return new TextConversion();
        if (memberType != columnType.RawType)
            return null;
        return columnType is KeyDataViewType key
            ? Make(typeof(KeyConversion<>), [memberType], key.Count)
            : Make(typeof(SameConversion<>), [memberType]);
    }

    private static object Make(Type generic, Type[] types, params object[] arguments) => Activator.CreateInstance(generic.MakeGenericType(types), arguments);

    private sealed class SameConversion<T> : IMemberConversion<T, T>
    {
        public void ToRaw(T member, ref T raw) => raw = member;

        public void FromRaw(in T raw, ref T member) => member = raw;
    }

    private sealed class TextConversion : IMemberConversion<string, ReadOnlyMemory<char>>
    {
        public void ToRaw(string member, ref ReadOnlyMemory<char> raw) => raw = member.AsMemory();

        public void FromRaw(in ReadOnlyMemory<char> raw, ref string member) => member = raw.ToString();
    }

    // A class counts keys from 0, the view from 1, and reading hands out the view's value: so there and back differ by one.
    private sealed class KeyConversion<T>(ulong count) : IMemberConversion<T, T>
        where T : IBinaryInteger<T>
    {
        public void ToRaw(T member, ref T raw) => raw = ulong.CreateTruncating(member) < count ? member + T.One : T.Zero;

        public void FromRaw(in T raw, ref T member) => member = raw;
    }

    private sealed class VectorConversion<T> : IMemberConversion<VBuffer<T>, VBuffer<T>>
    {
        public void ToRaw(VBuffer<T> member, ref VBuffer<T> raw) => member.CopyTo(ref raw);

        public void FromRaw(in VBuffer<T> raw, ref VBuffer<T> member) => raw.CopyTo(ref member);
    }

    private sealed class KeyVectorConversion<T>(IMemberConversion<T, T> items) : IMemberConversion<VBuffer<T>, VBuffer<T>>
    {
        // Dense, since an item that the class does not store is key 0 of the class, which is 1 in the view.
        public void ToRaw(VBuffer<T> member, ref VBuffer<T> raw)
        {
            member.CopyToDense(ref raw);
            VBufferEditor<T> editor = VBufferEditor.CreateFromBuffer(ref raw);
            foreach (ref T item in editor.Values)
                items.ToRaw(item, ref item);
            raw = editor.Commit();
        }

        public void FromRaw(in VBuffer<T> raw, ref VBuffer<T> member) => raw.CopyTo(ref member);
    }

    private sealed class ArrayConversion<TMemberItem, TItem>(IMemberConversion<TMemberItem, TItem> items) : IMemberConversion<TMemberItem[], VBuffer<TItem>>
    {
        private readonly bool _same = items is SameConversion<TItem>;

        public void ToRaw(TMemberItem[] member, ref VBuffer<TItem> raw)
        {
            VBufferEditor<TItem> editor = VBufferEditor.Create(ref raw, member?.Length ?? 0);
            if (_same)
                ((TItem[])(object)member).AsSpan().CopyTo(editor.Values);
            else
                for (int i = 0; i < editor.Values.Length; i++)
                    items.ToRaw(member[i], ref editor.Values[i]);
            raw = editor.Commit();
        }

        public void FromRaw(in VBuffer<TItem> raw, ref TMemberItem[] member)
        {
            if (member?.Length != raw.Length)
                member = new TMemberItem[raw.Length];
            if (_same)
                raw.CopyTo((TItem[])(object)member);
            else
                Convert(raw, member);
        }

        private void Convert(in VBuffer<TItem> raw, TMemberItem[] member)
        {
            ReadOnlySpan<TItem> values = raw.GetValues();
            ReadOnlySpan<int> indices = raw.GetIndices();
            for (int i = 0, stored = 0; i < member.Length; i++)
                items.FromRaw(raw.IsDense || (stored < indices.Length && indices[stored] == i) ? values[stored++] : default, ref member[i]);
        }
    }
}
