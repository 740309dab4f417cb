// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pipeline.MemoryBudget.Reservation;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
    private final MemoryBudget budget = MemoryBudget.ofBytes(400);

    private Reservation arriving(long bytes) {
        return requireNonNull(budget.reserveArriving(bytes), "refused");
    }

    @Test
    void arriving_isAQuarter_andCountsInTheWhole() {
        Reservation first = arriving(60);
        assertThat(budget.reserveArriving(41)).isNull();
        Reservation second = arriving(40);
        assertThat(budget.usedBytes()).isEqualTo(100);
        assertThat(second.growTo(41)).isFalse();
        first.close();
        assertThat(second.growTo(41)).isTrue();
        second.shrinkTo(1);
        assertThat(budget.usedBytes()).isEqualTo(1);
        second.close();
        assertThat(budget.usedBytes()).isZero();
        arriving(100).close();
    }

    @Test
    void arriving_letsOneThroughThatIsLarger_whileThereIsNoOther() {
        Reservation large = arriving(10);
        assertThat(large.growTo(300)).isTrue();
        assertThat(budget.reserveArriving(1)).isNull();
        assertThat(large.growTo(301)).isFalse();
        large.close();
        assertThat(budget.usedBytes()).isZero();
    }

    @Test
    void arrived_makesRoomForTheNext_andHoldsTheWhole() {
        Reservation body = arriving(100);
        body.arrived();
        Reservation next = arriving(100);
        assertThat(budget.usedBytes()).isEqualTo(200);
        assertThat(body.growTo(300)).isTrue();
        assertThat(next.growTo(101)).isFalse();
        body.close();
        next.close();
        assertThat(budget.usedBytes()).isZero();
        arriving(100).close();
    }

    @Test
    void arrivalUse_isWhatIsHeldNow_besideTheLimitsOfWhatArrives() {
        Reservation body = arriving(60);
        arriving(30).arrived();
        assertThat(budget.arrivalUse())
                .isEqualTo(
                        "bytes of telemetry in flight: 90 (limit 300),"
                                + " of which still arriving: 60 (limit 100)");
        body.close();
    }

    @Test
    void fullBudget_refusesAtTheDoorFirst_andInQueuesLast() {
        Reservation held = requireNonNull(budget.reserve(300), "refused");
        assertThat(budget.reserveArriving(1)).isNull();
        assertThat(budget.reserve(101)).isNull();
        Reservation onItsWay = requireNonNull(budget.reserve(100), "refused");
        assertThat(budget.reserveAccepted(201)).isNull();
        Reservation queued = requireNonNull(budget.reserveAccepted(200), "refused");
        held.close();
        onItsWay.close();
        queued.close();
        arriving(100).close();
        assertThat(budget.usedBytes()).isZero();
    }
}
