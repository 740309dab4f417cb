// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

/**
 * A policy of the processor.
 *
 * @param name as configured
 * @param isDrop whether it can only drop; such policies come first
 */
record NamedPolicy(String name, Policy policy, boolean isDrop) {}
