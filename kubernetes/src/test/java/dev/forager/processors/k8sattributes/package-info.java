// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of the processor k8s_attributes. */
@NullMarked
package dev.forager.processors.k8sattributes;

import org.jspecify.annotations.NullMarked;
