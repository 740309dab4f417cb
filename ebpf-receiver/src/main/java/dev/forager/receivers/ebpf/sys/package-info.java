// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The border to the kernel: libbpf through {@code java.lang.foreign}, mapped rings, maps, the type
 * information of objects. No foreign memory leaves this package: what others see are {@link
 * dev.forager.receivers.ebpf.sys.StructView}s, which check every read.
 */
@NullMarked
package dev.forager.receivers.ebpf.sys;

import org.jspecify.annotations.NullMarked;
