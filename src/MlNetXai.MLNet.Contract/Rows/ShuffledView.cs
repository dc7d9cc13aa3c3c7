using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The rows of a view in random order, the same at each enumeration unless the caller brings a generator.</summary>
/// <param name="input">The view; it is shuffled too, if it can be and <paramref name="shuffleSource"/> says so.</param>
/// <param name="seed">Of the order.</param>
/// <param name="poolSize">Rows held in memory, of which the next one is drawn.</param>
/// <param name="shuffleSource">Whether the input may give its rows in another order.</param>
internal sealed class ShuffledView(IDataView input, int seed, int poolSize, bool shuffleSource) : IDataView
{
    public DataViewSchema Schema => input.Schema;

    public bool CanShuffle => true;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null)
    {
        DataViewSchema.Column[] needed = [.. columnsNeeded ?? []];
        Random random = rand ?? Randoms.Create(seed);
        Random sourceRandom = shuffleSource && input.CanShuffle ? Randoms.Create(random.Next()) : null;
        return new Cursor(input.GetRowCursor(needed, sourceRandom), Schema, needed, random, poolSize);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor : RowCursorBase
    {
        private readonly DataViewRowCursor _input;
        private readonly Random _random;
        private readonly int _poolSize;
        private readonly RowPool _pool;
        private readonly List<int> _filledSlots = [];
        private int _drawn = -1;
        private bool _inputEnded;

        public Cursor(DataViewRowCursor input, DataViewSchema schema, DataViewSchema.Column[] columnsNeeded, Random random, int poolSize)
            : base(schema, columnsNeeded)
        {
            (_input, _random, _poolSize) = (input, random, poolSize);
            _pool = new(input, columnsNeeded);
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => _pool.GetIdGetter(CurrentSlot);

        protected override bool MoveNextCore()
        {
            if (_drawn >= 0)
                ReplaceDrawn();
            while (_filledSlots.Count < _poolSize && Store(_filledSlots.Count))
                _filledSlots.Add(_filledSlots.Count);
            if (_filledSlots.Count == 0)
                return false;

            _drawn = _random.Next(_filledSlots.Count);
            return true;
        }

        protected override Delegate GetterOf(DataViewSchema.Column column) => _pool.GetGetter(column, CurrentSlot);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _input.Dispose();
            base.Dispose(disposing);
        }

        private int CurrentSlot()
        {
            RequireRow();
            return _filledSlots[_drawn];
        }

        private void ReplaceDrawn()
        {
            if (Store(_filledSlots[_drawn]))
                return;
            _filledSlots[_drawn] = _filledSlots[^1];
            _filledSlots.RemoveAt(_filledSlots.Count - 1);
        }

        private bool Store(int slot)
        {
            if (_inputEnded || !_input.MoveNext())
            {
                _inputEnded = true;
                return false;
            }

            _pool.Store(slot);
            return true;
        }
    }
}
