// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.transform.functions;

import dev.forager.pdata.AggregationTemporality;

/** What the values of a sum count from, as statements write it. */
enum Temporality {
    DELTA,
    CUMULATIVE;

    AggregationTemporality inPdata() {
        return switch (this) {
            case DELTA -> AggregationTemporality.DELTA;
            case CUMULATIVE -> AggregationTemporality.CUMULATIVE;
        };
    }
}
