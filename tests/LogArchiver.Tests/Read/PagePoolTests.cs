using LogArchiver.Read;

namespace LogArchiver.Tests.Read;

public sealed class PagePoolTests
{
    private readonly PagePool pool = new();

    [Fact]
    public void A_buffer_given_back_serves_the_next_page_that_fits()
    {
        var body = pool.RentBody(1_260_000);
        pool.Return(body);
        Assert.Same(body, pool.RentBody(1_250_000));
    }

    [Fact]
    public void A_small_page_leaves_the_large_buffer_to_a_large_one()
    {
        var (large, small) = (pool.RentBody(6_000_000), pool.RentBody(50_000));
        pool.Return(small);
        pool.Return(large);
        Assert.Same(small, pool.RentBody(60_000));
        Assert.Same(large, pool.RentBody(5_900_000));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_260_000)]
    [InlineData(6_300_001)]
    public void A_buffer_is_hardly_larger_than_its_page(int bytes) => Assert.InRange(pool.RentBody(bytes).Length, bytes, bytes + (256 << 10));

    [Fact]
    public void No_more_are_kept_than_are_of_use_and_the_oldest_goes()
    {
        var all = Enumerable.Range(0, PagePool.MostKept + 1).Select(_ => pool.RentBody(1000)).ToList();
        all.ForEach(pool.Return);
        var again = Enumerable.Range(0, PagePool.MostKept + 1).Select(_ => pool.RentBody(1000)).ToList();
        Assert.Equal(PagePool.MostKept, again.Intersect(all).Count());
        Assert.DoesNotContain(again, body => ReferenceEquals(body, all[0]));
    }

    [Fact]
    public void After_a_full_page_slots_come_in_its_number()
    {
        pool.Return(new EventSlot[8192]);
        _ = pool.RentSlots();
        Assert.Equal(8192, pool.RentSlots().Length);
    }
}
