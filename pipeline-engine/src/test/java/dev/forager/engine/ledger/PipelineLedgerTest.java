// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.PipelineId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is shown of items that are under way, and of those that a processor answered for. */
class PipelineLedgerTest {
    private static final PipelineId PIPELINE = PipelineId.parse("traces");
    private static final ComponentId BATCH = ComponentId.parse("batch");
    private static final ComponentId OUT = ComponentId.parse("out");
    private static final ComponentId OTHER = ComponentId.parse("other");

    private final AtomicLong held = new AtomicLong();
    private final Ledger ledger = new Ledger();

    /** An account with the processor that holds, and the edge behind it. */
    private record Account(PipelineLedger ledger, Passage out) {}

    private Account account(ComponentId exporter) {
        var account = new PipelineLedger(PIPELINE);
        var out = new Passage();
        account.addHoldingStage(
                BATCH, List.of(account.received(), account.connected()), out, held::get);
        Branch _ = account.addBranch(exporter);
        return new Account(account, out);
    }

    private static void bringIn(Account account, long items) {
        account.ledger().received().offer(items);
        account.ledger().received().take(items);
    }

    private static void handOn(Account account, long items) {
        account.out().offer(items);
        account.out().take(items);
    }

    private BranchBalance balance(ComponentId exporter) {
        return ledger.balances().stream()
                .filter(each -> each.exporter().equals(exporter))
                .findFirst()
                .orElseThrow();
    }

    /** A reload while the processor, which stays, holds ten items. */
    private Account reloadedWithTenHeld(ComponentId next) {
        Account before = account(OUT);
        ledger.open(before.ledger());
        bringIn(before, 10);
        held.set(10);
        Account after = account(next);
        ledger.replace(PIPELINE, after.ledger(), List.of(BATCH));
        held.set(0);
        return after;
    }

    @Test
    void whatAProcessorHolds_isQueued() {
        Account account = account(OUT);
        ledger.open(account.ledger());
        bringIn(account, 10);
        held.set(10);
        assertThat(balance(OUT).queued()).isEqualTo(10);
        assertThat(balance(OUT).dropped()).isEmpty();
    }

    @Test
    void whatIsRefusedBehindIt_hasAReasonOfItsOwn() {
        Account account = account(OUT);
        ledger.open(account.ledger());
        bringIn(account, 10);
        account.out().offer(6);
        account.out().refuse(6);
        held.set(1);
        assertThat(balance(OUT).dropped())
                .isEqualTo(Map.of("refused behind batch", 6L, "processor batch", 3L));
    }

    @Test
    void whatIsRefusedBehindIt_isNotLostWhereABranchTookIt() {
        var account = new PipelineLedger(PIPELINE);
        var out = new Passage();
        account.addHoldingStage(BATCH, List.of(account.received()), out, () -> 0);
        Branch took = account.addBranch(OUT);
        Branch _ = account.addBranch(OTHER);
        ledger.open(account);
        account.received().offer(10);
        account.received().take(10);
        out.offer(10);
        out.refuse(10);
        took.send(10);
        took.repeat(10);
        assertThat(balance(OUT).dropped()).isEmpty();
        assertThat(balance(OUT).created()).isZero();
        assertThat(balance(OUT).difference()).isZero();
        assertThat(balance(OTHER).dropped()).isEqualTo(Map.of("refused behind batch", 10L));
    }

    @Test
    void whatIsUnderWay_isNeitherDroppedNorMade() {
        var account = new PipelineLedger(PIPELINE);
        var out = new Passage();
        account.addStage(BATCH, List.of(account.received()), out);
        Branch _ = account.addBranch(OUT);
        ledger.open(account);
        account.received().offer(5);
        assertThat(balance(OUT).dropped()).isEmpty();
        out.offer(5);
        out.take(5);
        assertThat(balance(OUT).created()).isZero();
        account.received().take(5);
        assertThat(balance(OUT).created()).isZero();
        assertThat(balance(OUT).dropped()).isEmpty();
    }

    @Test
    void whatAReloadTakesFromAnExporter_isNoDropOfTheProcessor() {
        Account after = reloadedWithTenHeld(OTHER);
        handOn(after, 10);
        assertThat(balance(OUT).dropped()).isEqualTo(Map.of("reload", 10L));
        assertThat(balance(OTHER).created()).isEqualTo(10);
        assertThat(balance(OTHER).dropped()).isEmpty();
    }

    @Test
    void anExporterThatStays_losesNothingByAReload_andItsProcessorsDropsAreToldAsSuch() {
        Account after = reloadedWithTenHeld(OUT);
        bringIn(after, 5);
        handOn(after, 12);
        assertThat(balance(OUT).dropped()).isEqualTo(Map.of("processor batch", 3L));
        assertThat(balance(OUT).created()).isZero();
    }
}
