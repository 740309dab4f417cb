// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import dev.forager.pipeline.MemoryBudget;
import org.slf4j.Logger;

/**
 * What a server needs of the component that owns it.
 *
 * @param log of the component
 * @param memory is asked before a body takes memory
 */
public record ServerSettings(Logger log, MemoryBudget memory) {}
