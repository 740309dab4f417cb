// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.batch;

import dev.forager.pdata.Payload;
import dev.forager.pipeline.MemoryBudget;

/**
 * A payload that waits, with the memory that it takes. Owned by one shard at a time.
 *
 * @param payload what waits
 * @param memory closed when the payload was sent
 */
record Held(Payload payload, MemoryBudget.Reservation memory) {}
