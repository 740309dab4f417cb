// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

import org.slf4j.Logger;

/**
 * What a scenario works with.
 *
 * @param runtime the kernel side
 * @param clock wall clock of kernel times
 * @param logger the receiver's
 */
public record ScenarioContext(EbpfRuntime runtime, KernelClock clock, Logger logger) {}
