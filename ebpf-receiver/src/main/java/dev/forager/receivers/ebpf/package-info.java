// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The receiver {@code ebpf}: what programs in the kernel see, as telemetry. {@code sys} is the
 * border to the kernel, {@code probe} knows what a host allows, {@code runtime} is shared by all
 * receivers of the process, {@code emit} makes telemetry; each scenario has a package of its own.
 */
@NullMarked
package dev.forager.receivers.ebpf;

import org.jspecify.annotations.NullMarked;
