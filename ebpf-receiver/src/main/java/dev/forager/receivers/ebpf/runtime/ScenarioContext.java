// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What a scenario works with.
 *
 * @param runtime the kernel side
 * @param clock wall clock of kernel times
 * @param logs where log records go; null when no pipeline takes any
 * @param target what is observed
 * @param logger the receiver's
 */
public record ScenarioContext(
        EbpfRuntime runtime,
        KernelClock clock,
        @Nullable LogOutlet logs,
        Target target,
        Logger logger) {}
