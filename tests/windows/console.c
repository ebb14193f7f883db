// Runs a program in a console of code page 866, as the command prompt of a Russian Windows has it, and shows what stood on
// its screen. With a time, presses Ctrl-C after as many milliseconds.
//
//     console.exe SCREEN.TXT MILLISECONDS|0 "COMMAND LINE"
//
// SCREEN.TXT gets the screen as UTF-8. The exit code is that of the program; 90 to 99 where the trial itself failed.
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <windows.h>

// Starts this program again with a console of its own that has no window.
static int again(wchar_t **words) {
    wchar_t line[8192];
    STARTUPINFOW how = {sizeof how};
    PROCESS_INFORMATION run;
    DWORD code = 90;
    for (wchar_t *quote = words[3]; (quote = wcschr(quote, L'"')); quote++) *quote = L'\'';
    swprintf(line, 8192, L"\"%ls\" \"%ls\" %ls \"%ls\" inside", words[0], words[1], words[2], words[3]);
    if (!CreateProcessW(0, line, 0, 0, FALSE, CREATE_NO_WINDOW, 0, 0, &how, &run)) return 90;
    WaitForSingleObject(run.hProcess, 120000);
    GetExitCodeProcess(run.hProcess, &code);
    return code;
}

static HANDLE screen_of_console(void) {
    SECURITY_ATTRIBUTES inherited = {sizeof inherited, 0, TRUE};
    return CreateFileW(L"CONOUT$", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, &inherited, OPEN_EXISTING, 0, 0);
}

static int save_screen(HANDLE screen, const wchar_t *path) {
    FILE *file = _wfopen(path, L"wb");
    CONSOLE_SCREEN_BUFFER_INFO info;
    if (!file || !GetConsoleScreenBufferInfo(screen, &info)) return 0;
    for (SHORT y = 0; y <= info.dwCursorPosition.Y; y++) {
        wchar_t row[512];
        char bytes[2048];
        DWORD count = 0;
        COORD start = {0, y};
        ReadConsoleOutputCharacterW(screen, row, info.dwSize.X < 511 ? info.dwSize.X : 511, start, &count);
        while (count && row[count - 1] == L' ') count--;
        int length = WideCharToMultiByte(CP_UTF8, 0, row, count, bytes, sizeof bytes, 0, 0);
        fwrite(bytes, 1, length, file);
        fputc('\n', file);
    }
    fclose(file);
    return 1;
}

int wmain(int count, wchar_t **words) {
    STARTUPINFOW how = {sizeof how};
    PROCESS_INFORMATION run;
    SECURITY_ATTRIBUTES inherited = {sizeof inherited, 0, TRUE};
    COORD size = {200, 300};
    DWORD code = 92;
    if (count == 4) return again(words);
    if (count != 5) return 91;
    for (wchar_t *quote = words[3]; (quote = wcschr(quote, L'\'')); quote++) *quote = L'"';
    HANDLE screen = screen_of_console();
    if (screen == INVALID_HANDLE_VALUE) return 93;
    if (!SetConsoleOutputCP(866) || !SetConsoleCP(866)) return 94;
    SetConsoleScreenBufferSize(screen, size);
    how.dwFlags = STARTF_USESTDHANDLES;
    how.hStdInput = CreateFileW(L"CONIN$", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, &inherited, OPEN_EXISTING, 0, 0);
    how.hStdOutput = how.hStdError = screen;
    if (!CreateProcessW(0, words[3], 0, 0, TRUE, 0, 0, 0, &how, &run)) return 95;
    if (_wtoi(words[2])) {
        if (WaitForSingleObject(run.hProcess, _wtoi(words[2])) == WAIT_OBJECT_0) return 96;
        SetConsoleCtrlHandler(0, TRUE);
        if (!GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0)) return 97;
    }
    if (WaitForSingleObject(run.hProcess, 60000) != WAIT_OBJECT_0) return 98;
    GetExitCodeProcess(run.hProcess, &code);
    return save_screen(screen, words[1]) ? (int)code : 99;
}
