// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

/** What a call in OTTL becomes: a record that holds its arguments. */
public sealed interface OttlFunction permits Editor, Converter {}
