// Keeps a file open as Excel does: others may read it, and nobody may write, rename or remove it.
//
//     hold.exe FILE MILLISECONDS
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>

int wmain(int count, wchar_t **words) {
    if (count != 3) return 1;
    HANDLE file = CreateFileW(words[1], GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ, 0, OPEN_EXISTING, 0, 0);
    if (file == INVALID_HANDLE_VALUE) return 2;
    puts("held");
    fflush(stdout);
    Sleep(_wtoi(words[2]));
    return 0;
}
