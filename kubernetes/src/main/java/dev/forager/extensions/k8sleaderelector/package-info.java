// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The extension {@code k8s_leader_elector}: one of several collectors leads, by a lease. */
@NullMarked
package dev.forager.extensions.k8sleaderelector;

import org.jspecify.annotations.NullMarked;
