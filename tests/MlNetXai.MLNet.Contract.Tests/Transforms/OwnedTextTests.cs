using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace MlNetXai.MLNet.Contract.Tests.Transforms;

/// <summary>What a step learns must not change when the source writes the next row into the same memory.</summary>
public sealed class OwnedTextTests
{
    private static readonly MLContext Context = new(seed: 1);

    [Fact]
    public void MapValueToKey_SourceThatReusesItsMemory_KeepsTheValues()
    {
        Builtin.Require("ML.NET reads ahead on several threads, and wants memory that stays");
        OneBufferView view = new(["ab", "cd", "ab"]);

        IDataView data = Context.Transforms.Conversion.MapValueToKey("Key", "Text").Append(Context.Transforms.Conversion.MapKeyToValue("Back", "Key")).Fit(view).Transform(view);

        Assert.Equal([1u, 2u, 1u], data.GetColumn<uint>("Key"));
        Assert.Equal(["ab", "cd", "ab"], data.GetColumn<string>("Back"));
    }

    [Fact]
    public void MapValue_TableThatReusesItsMemory_KeepsTheValues()
    {
        Builtin.Require("ML.NET reads ahead on several threads, and wants memory that stays");
        OneBufferView view = new(["ab", "cd"]);

        IDataView data = Context.Transforms.Conversion.MapValue("Found", view, view.Schema["Text"], view.Schema["Text"], "Text").Fit(view).Transform(view);

        Assert.Equal(["ab", "cd"], data.GetColumn<string>("Found"));
    }

    // Text of two characters, every row in the same array.
    private sealed class OneBufferView(string[] rows) : IDataView
    {
        public DataViewSchema Schema { get; } = OneText();

        public bool CanShuffle => false;

        public long? GetRowCount() => rows.Length;

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => new Cursor(rows, Schema);

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => [GetRowCursor(columnsNeeded, rand)];

        private static DataViewSchema OneText()
        {
            DataViewSchema.Builder builder = new();
            builder.AddColumn("Text", TextDataViewType.Instance);
            return builder.ToSchema();
        }

        private sealed class Cursor(string[] rows, DataViewSchema schema) : DataViewRowCursor
        {
            private readonly char[] _text = new char[2];
            private long _position = -1;
            private bool _ended;

            public override DataViewSchema Schema => schema;

            public override long Position => _position;

            public override long Batch => 0;

            public override bool IsColumnActive(DataViewSchema.Column column) => true;

            public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
            {
                ValueGetter<ReadOnlyMemory<char>> getter = (ref ReadOnlyMemory<char> value) => value = _text;
                return (ValueGetter<TValue>)(Delegate)getter;
            }

            public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = new((ulong)_position, 0);

            public override bool MoveNext()
            {
                if (_ended || _position + 1 == rows.Length)
                {
                    (_ended, _position) = (true, -1);
                    return false;
                }

                rows[++_position].CopyTo(0, _text, 0, 2);
                return true;
            }
        }
    }
}
