namespace KetamineOutcomes.Cohorts.Reliability;

/// <summary>Sums and sums of products of the answers to a scale's items, over complete forms. It merges exactly and in any order.</summary>
public sealed class ItemMoments : IEquatable<ItemMoments>
{
    private readonly long[] _sums;
    private readonly long[] _products;

    private ItemMoments(long count, long[] sums, long[] products)
    {
        Count = count;
        _sums = sums;
        _products = products;
    }

    /// <summary>How many complete forms there are.</summary>
    public long Count { get; }

    /// <summary>How many items a form has.</summary>
    public int Items => _sums.Length;

    /// <summary>The sum of each item's answers.</summary>
    public EquatableArray<long> Sums => _sums.ToEquatableArray();

    /// <summary>The sums of products of each pair of items, row by row.</summary>
    public EquatableArray<long> AllProducts => _products.ToEquatableArray();

    /// <summary>Sums complete forms.</summary>
    /// <param name="items">How many items a form has, 2 or more.</param>
    /// <param name="forms">The coded answers in the order of the items, reversed items already turned round; a form with an answer missing has no place here.</param>
    /// <returns>The sums.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two items.</exception>
    /// <exception cref="ArgumentException">A form has another number of answers.</exception>
    public static ItemMoments Of(int items, IEnumerable<IReadOnlyList<int>> forms)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(items, 2);
        ArgumentNullException.ThrowIfNull(forms);
        var (count, sums, products) = (0L, new long[items], new long[items * items]);
        foreach (var form in forms)
        {
            if (form.Count != items)
            {
                throw new ArgumentException("Each form has one answer an item.", nameof(forms));
            }

            count++;
            for (var i = 0; i < items; i++)
            {
                sums[i] += form[i];
                for (var j = 0; j < items; j++)
                {
                    products[(i * items) + j] += (long)form[i] * form[j];
                }
            }
        }

        return new ItemMoments(count, sums, products);
    }

    /// <summary>Takes sums that were made elsewhere.</summary>
    /// <param name="count">How many forms.</param>
    /// <param name="sums">The sum of each item.</param>
    /// <param name="products">The sums of products, row by row: as many as the square of the number of items.</param>
    /// <returns>The sums.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or there are fewer than two items.</exception>
    /// <exception cref="ArgumentException">There are not as many products as the square of the number of items.</exception>
    public static ItemMoments FromSums(long count, IEnumerable<long> sums, IEnumerable<long> products)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var (first, second) = (sums.ToArray(), products.ToArray());
        ArgumentOutOfRangeException.ThrowIfLessThan(first.Length, 2, nameof(sums));
        if (second.Length != first.Length * first.Length)
        {
            throw new ArgumentException("There is one sum of products for each pair of items.", nameof(products));
        }

        return new ItemMoments(count, first, second);
    }

    /// <summary>The sum of an item's answers.</summary>
    /// <param name="item">The item's place, from 0.</param>
    /// <returns>The sum.</returns>
    public long Sum(int item) => _sums[item];

    /// <summary>The sum of the products of two items' answers.</summary>
    /// <param name="left">One item's place, from 0.</param>
    /// <param name="right">Another's, or the same.</param>
    /// <returns>The sum.</returns>
    public long Products(int left, int right) => _products[(left * Items) + right];

    /// <summary>The sample covariance (divisor n - 1) of two items, or the variance of one.</summary>
    /// <param name="left">One item's place, from 0.</param>
    /// <param name="right">Another's, or the same.</param>
    /// <returns>The covariance; <see langword="null"/> of fewer than two forms.</returns>
    public double? Covariance(int left, int right) => Count < 2
        ? null
        : (double)(((Int128)Count * Products(left, right)) - ((Int128)Sum(left) * Sum(right))) / ((double)Count * (Count - 1));

    /// <summary>The forms of both.</summary>
    /// <param name="other">The sums of other forms.</param>
    /// <returns>The sums of all, exact.</returns>
    /// <exception cref="ArgumentException">The other has another number of items.</exception>
    public ItemMoments Merge(ItemMoments other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Items != Items)
        {
            throw new ArgumentException("Only sums of the same items can be merged.", nameof(other));
        }

        return new ItemMoments(Count + other.Count, [.. _sums.Zip(other._sums, (x, y) => x + y)], [.. _products.Zip(other._products, (x, y) => x + y)]);
    }

    /// <summary>Whether both hold the same counts.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public static bool operator ==(ItemMoments? left, ItemMoments? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether they differ.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns><see langword="true"/> if so.</returns>
    public static bool operator !=(ItemMoments? left, ItemMoments? right) => !(left == right);

    /// <inheritdoc/>
    public bool Equals(ItemMoments? other) => other is not null && Count == other.Count && _sums.AsSpan().SequenceEqual(other._sums) && _products.AsSpan().SequenceEqual(other._products);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ItemMoments);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Count, Items, _sums[0], _products[^1]);
}
